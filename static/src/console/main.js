// The moderator's desk: acts go out without leaving the page, frames come in without touching what is being typed.

import { connect, paintPresence, sealForms, tallies } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const notice = document.querySelector("[data-trouble]");
const tally = tallies();
let ballot = null;
let busy = false;

const complain = (sentence) => {
  notice.hidden = !sentence;
  notice.querySelector("p").textContent = sentence || "";
};

const onFrame = ({ frame }) => {
  ballot = frame.ballot;
  show(stage, frame.html, { keepForms: true });
  sealForms(stage);
  tally.repaint(stage, ballot);
};

const link = connect(stage, {
  frame: onFrame,
  tally: (news) => {
    tally.take(stage, ballot || { id: news.ballot }, news);
    for (const place of stage.querySelectorAll("[data-missing]")) place.textContent = Math.max(0, (news.base || 0) - (news.voted || 0));
  },
  presence: (news) => paintPresence(stage, news),
  refused: complain,
  link: (on) => { document.querySelector("[data-offline]").hidden = on; },
});
sealForms(stage);

const act = async (form, button) => {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("stage");
  if (answer.ok && fresh) {
    form.reset();
    show(stage, fresh.innerHTML);
    sealForms(stage);
    complain(page.querySelector("[data-oops]")?.textContent);
  } else {
    complain(page.querySelector("[role=alert] p")?.textContent || stage.dataset.refused);
  }
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act]") || !stage.contains(form)) return;
  event.preventDefault();
  // a double press is one act
  if (busy) return;
  busy = true;
  try {
    await act(form, event.submitter);
  } catch {
    complain(stage.dataset.noNet);
  } finally {
    busy = false;
  }
  link.resync();
});
