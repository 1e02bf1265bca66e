// The desk of the interpreters: what is on and what comes next, as soon as the moderator moves on.

import { afterLoss, connect, sealForms } from "../live/connection.js";
import { show } from "../live/morph.js";

const stage = document.getElementById("stage");
const said = document.querySelector("[data-said]");

connect(stage, {
  frame: ({ frame }) => {
    const before = stage.querySelector("h2")?.textContent;
    show(stage, frame.html, { keepForms: "form" });
    sealForms(stage);
    const heading = stage.querySelector("h2")?.textContent;
    if (heading && heading !== before) said.textContent = heading;
  },
  refused: (sentence) => { said.textContent = sentence || ""; },
  link: afterLoss((lost) => { document.querySelector("[data-offline]").hidden = !lost; }),
});
sealForms(stage);
