// Small comforts on every page. Everything works without them.

import { keepDraft, settleDraft } from "./draft.js";
import { watchHandover } from "./handover.js";

watchHandover();

// popping lists close with Escape and with a click outside
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// support without leaving the place; the form works alone where this fails
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-support]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const body = new FormData(form);
  if (!body.has("support")) body.set("support", button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("refused");
    const { supported, count } = await answer.json();
    button.value = supported ? "no" : "yes";
    button.setAttribute("aria-pressed", supported);
    button.querySelector("[data-tick]").hidden = !supported;
    button.querySelector("[data-word]").textContent = supported ? button.dataset.on : button.dataset.off;
    const number = button.querySelector(".num");
    if (count !== null && number) number.textContent = count;
  } catch {
    const choice = document.createElement("input");
    Object.assign(choice, { type: "hidden", name: "support", value: button.value });
    form.append(choice);
    form.submit();
  }
});

settleDraft();
for (const form of document.querySelectorAll("[data-draft]")) keepDraft(form);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// what is typed in a password can be shown; the form works without
for (const button of document.querySelectorAll("[data-show]")) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
