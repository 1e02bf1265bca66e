// The moderator's desk: acts go out without leaving the page, frames come in without touching what is being typed.

import { openActs } from "../live/acts.js";
import { afterLoss, connect, paintPresence, sealForms, tallies } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const tally = tallies();
let ballot = null;

const hearTally = (news) => {
  tally.take(stage, ballot || { id: news.ballot }, news);
  for (const place of stage.querySelectorAll("[data-missing]")) place.textContent = Math.max(0, (news.base || 0) - (news.voted || 0));
};

const onFrame = ({ frame, tally: figures }) => {
  ballot = frame.ballot;
  show(stage, frame.html, { keepForms: "form" });
  sealForms(stage);
  tally.repaint(stage, ballot);
  if (figures) hearTally(figures);
};

const acts = openActs(stage, {
  notice: document.querySelector("[data-trouble]"),
  shown: () => sealForms(stage),
  resync: () => link.resync(),
});

const link = connect(stage, {
  frame: onFrame,
  tally: hearTally,
  presence: (news) => paintPresence(stage, news),
  refused: acts.complain,
  link: afterLoss((lost) => { document.querySelector("[data-offline]").hidden = !lost; }),
});
sealForms(stage);
