// The desk of an open space: a concern is chosen or dragged, then it gets its time and place. Every form works without.

import { openActs } from "../live/acts.js";
import { afterLoss, connect, sealForms } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const said = document.querySelector("[data-said]");
const words = stage.dataset;
let chosen = ""; // id of a topic: a frame of somebody else's act does not take the choice away
let dragged = null;

const order = () => document.getElementById("order");
const choiceOf = (topic) => stage.querySelector(`[data-tick-topic="${topic}"]`);
const waiting = () => [...stage.querySelectorAll("[data-incoming]")].map((one) => one.textContent.trim()).join(", ");

// what the page says is chosen, after something else was put in its place
const dress = () => {
  sealForms(stage);
  const choice = chosen && choiceOf(chosen);
  if (choice) choice.checked = true;
  else chosen = stage.querySelector("[data-tick-topic]:checked")?.dataset.tickTopic || "";
  const word = stage.querySelector("[data-chosen-word]");
  const number = chosen && choiceOf(chosen).closest("label").querySelector(".card-no").textContent;
  if (word) word.textContent = number ? words.chosen.replace("{n}", number) : words.none;
};

const onFrame = ({ frame }) => {
  if (dragged) return; // the page under a finger stays as it is; the next frame is asked for when it is let go
  const before = waiting();
  show(stage, frame.html, { keepForms: "form" });
  dress();
  if (waiting() && waiting() !== before) said.textContent = waiting();
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
  const choice = event.target.closest("[data-tick-topic]");
  if (!choice) return;
  chosen = choice.dataset.tickTopic;
  dress();
});

// what went somewhere is chosen no more
stage.addEventListener("submit", (event) => {
  if (event.target.matches("[data-order]")) chosen = "";
}, true);

// --- dragging: the comfort beside the buttons ----------------------------------------------------------------------

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
  const topic = choiceOf(dragged.dataset.pin).value;
  dragged = null;
  unmark();
  if (from === place) return;
  const body = new FormData(order());
  const { drop, there } = place.dataset;
  const act = drop === "free" ? "free" : there ? "swap" : "place";
  for (const [name, value] of Object.entries({ act, topic, to: there || drop })) body.set(name, value);
  chosen = "";
  acts.press(order(), body);
});
stage.addEventListener("dragend", () => {
  dragged = null;
  unmark();
  link.resync();
});
