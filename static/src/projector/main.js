// The screen of the hall: keeps the last frame whatever happens, turns pages, and obeys a few keys of its own.

import { afterLoss, connect, paintPresence, paintTally, tallies } from "../live/connection.js";
import { show } from "../live/morph.js";
import { openPages } from "./pages.js";

const stage = document.getElementById("stage");
const page = document.documentElement;
const help = document.querySelector("[data-help]");
const tally = tallies();
const pages = openPages(stage);

let ballot = null;
let own = null; // the slide this screen shows by its own key, until the hall moves on

const view = () => stage.querySelector("main").dataset.view;
const shows = () => `${view()} ${stage.querySelector("main").dataset.step} ${ballot && ballot.id}`;

const dress = () => {
  const shown = own || view();
  for (const slide of stage.querySelectorAll("[data-slide]")) slide.hidden = slide.dataset.slide !== shown;
  stage.querySelector("[data-rail]").hidden = shown !== "step";
  pages.lay();
};

const onFrame = ({ frame, tally: figures }) => {
  const before = shows();
  ballot = frame.ballot;
  show(stage, frame.html);
  if (shows() !== before) {
    own = null;
    pages.restart();
  }
  tally.repaint(stage, ballot);
  if (figures) tally.take(stage, ballot, figures);
  dress();
};

const toggle = (slide) => {
  const shown = own || view();
  if (shown !== slide) own = slide;
  else own = view() === slide ? "step" : null;
  dress();
};

const fullScreen = () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else page.requestFullscreen?.();
};

const keys = {
  pagedown: () => pages.turn(1), arrowright: () => pages.turn(1), pageup: () => pages.turn(-1), arrowleft: () => pages.turn(-1),
  p: () => pages.pause(), q: () => toggle("join"), b: () => toggle("blank"), f: fullScreen,
  "?": () => (help.open ? help.close() : help.showModal()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key.toLowerCase()];
  if (!act || (help.open && event.key !== "?")) return;
  event.preventDefault();
  act();
});

// the lamp of the hall's computer stays on; only https offers it
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => { /* refused, e.g. on battery: nothing to do */ });
document.addEventListener("visibilitychange", () => { if (!document.hidden) stayAwake(); });
stayAwake();

connect(stage, {
  frame: onFrame,
  tally: (news) => {
    // a page that has not heard its first frame yet knows its ballot by the figures on it
    if (ballot) tally.take(stage, ballot, news);
    else paintTally(stage, news);
  },
  presence: (news) => paintPresence(stage, news),
  link: afterLoss((lost) => page.toggleAttribute("data-lost", lost)),
});

addEventListener("resize", () => pages.lay());
document.fonts.ready.then(() => pages.lay());
dress();
