// The moderator's desk: acts go out without leaving the page, frames come in without touching what is being typed.

import { afterLoss, connect, paintPresence, sealForms, tallies } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const notice = document.querySelector("[data-trouble]");
const tally = tallies();
let ballot = null;
const underWay = new Set();

const complain = (sentence) => {
  notice.hidden = !sentence;
  notice.querySelector("p").textContent = sentence || "";
};

const hearTally = (news) => {
  tally.take(stage, ballot || { id: news.ballot }, news);
  for (const place of stage.querySelectorAll("[data-missing]")) place.textContent = Math.max(0, (news.base || 0) - (news.voted || 0));
};

const onFrame = ({ frame, tally: figures }) => {
  ballot = frame.ballot;
  show(stage, frame.html, { keepForms: true });
  sealForms(stage);
  tally.repaint(stage, ballot);
  if (figures) hearTally(figures);
};

const link = connect(stage, {
  frame: onFrame,
  tally: hearTally,
  presence: (news) => paintPresence(stage, news),
  refused: complain,
  link: afterLoss((lost) => { document.querySelector("[data-offline]").hidden = !lost; }),
});
sealForms(stage);

const bodyOf = (form, button) => {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  return body;
};

const send = async (form, body) => {
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("stage");
  const alarm = page.querySelector("[role=alert] p");
  if (answer.ok) form.reset();
  // a pushed frame may have been faster than this answer
  if (fresh && Number(fresh.dataset.seq) >= Number(stage.dataset.seq)) {
    show(stage, fresh.innerHTML, { keepForms: !answer.ok });
    sealForms(stage);
  }
  if (answer.ok) complain("");
  else complain(alarm?.textContent || stage.dataset.refused);
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act]") || !stage.contains(form)) return;
  event.preventDefault();
  // after a click Space is the key again, not a second press of the button; who walks by keyboard keeps the place
  if (event.submitter && !event.submitter.matches(":focus-visible")) event.submitter.blur();
  // a double press is one act; another act need not wait for it
  const body = bodyOf(form, event.submitter);
  const act = [...body].join("&");
  if (underWay.has(act)) return;
  underWay.add(act);
  try {
    await send(form, body);
  } catch {
    complain(stage.dataset.noNet);
  } finally {
    underWay.delete(act);
  }
  link.resync();
});
