// The desk of a wall: cards are ticked or dragged, several moderators at once. Every form works without this script.

import { openActs } from "../live/acts.js";
import { afterLoss, connect, sealForms } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const said = document.querySelector("[data-said]");
const words = stage.dataset;
const ticked = new Set(); // ids of cards: a frame of somebody else's act does not take a choice away
let dragged = null;

const order = () => document.getElementById("order");
const tickOf = (card) => stage.querySelector(`[data-tick-card="${card}"]`);

const count = () => {
  const word = stage.querySelector("[data-chosen-word]");
  if (word) word.textContent = ticked.size ? words.chosen.replace("{n}", ticked.size) : words.none;
};

// what the page says is chosen, after something else was put in its place
const dress = () => {
  sealForms(stage);
  for (const card of [...ticked]) {
    const tick = tickOf(card);
    if (tick) tick.checked = true;
    else ticked.delete(card);
  }
  for (const tick of stage.querySelectorAll("[data-tick-card]:checked")) ticked.add(tick.dataset.tickCard);
  count();
};

const onFrame = ({ frame }) => {
  if (dragged) return; // the page under a finger stays as it is; the next frame is asked for when it is let go
  const before = stage.querySelector("#incoming .pill")?.textContent;
  show(stage, frame.html, { keepForms: "form" });
  dress();
  const waiting = stage.querySelector("#incoming .pill")?.textContent;
  if (waiting && waiting !== before) said.textContent = stage.querySelector("#incoming").textContent;
};

const acts = openActs(stage, {
  notice: document.querySelector("[data-trouble]"),
  shown: dress,
  resync: () => link.resync(),
});

const link = connect(stage, {
  frame: onFrame,
  refused: acts.complain,
  link: afterLoss((lost) => { document.querySelector("[data-offline]").hidden = !lost; }),
});
dress();

stage.addEventListener("change", (event) => {
  const tick = event.target.closest("[data-tick-card]");
  if (!tick) return;
  if (tick.checked) ticked.add(tick.dataset.tickCard);
  else ticked.delete(tick.dataset.tickCard);
  count();
});

// where chosen cards went they are chosen no more
stage.addEventListener("submit", (event) => {
  if (event.target.matches("[data-order]")) ticked.clear();
}, true);

// --- dragging: the comfort beside the tray -------------------------------------------------------------------------

const target = (event) => event.target.closest("[data-drop]");
const unmark = () => stage.querySelectorAll(".over-me").forEach((one) => one.classList.remove("over-me"));

stage.addEventListener("dragstart", (event) => {
  const pin = event.target.closest("[data-pin]");
  if (!pin) return;
  dragged = pin;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", pin.dataset.pin);
});
stage.addEventListener("dragover", (event) => {
  const place = target(event);
  if (!dragged || !place) return;
  event.preventDefault();
  if (place.classList.contains("over-me")) return;
  unmark();
  place.classList.add("over-me");
});
stage.addEventListener("drop", (event) => {
  const place = target(event);
  if (!dragged || !place) return;
  event.preventDefault();
  const from = dragged.closest("[data-drop]");
  const chosen = [tickOf(dragged.dataset.pin), ...stage.querySelectorAll("[data-tick-card]:checked")];
  dragged = null;
  unmark();
  if (from === place) return;
  const body = new FormData(order());
  body.delete("card");
  for (const value of new Set(chosen.map((tick) => tick.value))) body.append("card", value);
  body.set("to", place.dataset.drop);
  ticked.clear();
  acts.press(order(), body);
});
stage.addEventListener("dragend", () => {
  dragged = null;
  unmark();
  link.resync();
});
