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
let shows = stage.dataset.shows; // what the desk wants on this one of several screens; "shut": nothing any more

const view = () => stage.querySelector("main").dataset.view;
const standing = () => `${view()} ${stage.querySelector("main").dataset.step} ${ballot && ballot.id}`;

// darkness and an announcement are for everybody; otherwise one screen of several may show something of its own
const slide = () => {
  if (shows === "shut") return "blank";
  if (own || shows === "follow" || ["blank", "message"].includes(view())) return own || view();
  return shows;
};

const dress = () => {
  const shown = slide();
  for (const slide of stage.querySelectorAll("[data-slide]")) slide.hidden = slide.dataset.slide !== shown;
  stage.querySelector("[data-rail]").hidden = !["step", "message"].includes(shown);
  pages.lay();
};

const onFrame = ({ frame, tally: figures }) => {
  const before = standing();
  ballot = frame.ballot;
  show(stage, frame.html);
  if (frame.shows) shows = frame.shows[stage.dataset.number] || "shut";
  if (standing() !== before) {
    own = null;
    pages.restart();
  }
  tally.repaint(stage, ballot);
  if (figures) tally.take(stage, ballot, figures);
  dress();
};

const toggle = (wanted) => {
  if (slide() !== wanted) own = wanted;
  else own = view() === wanted ? "step" : null;
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
