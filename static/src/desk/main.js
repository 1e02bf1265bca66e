// Keys of the desk: each presses a button that is on the page. They can be switched off and rest while a field has focus.

const SWITCH = "desk-keys";
const keysAreOn = () => localStorage.getItem(SWITCH) !== "off";

const control = document.querySelector("[data-keys-switch]");
if (control) {
  const show = () => { control.textContent = keysAreOn() ? control.dataset.off : control.dataset.on; };
  control.hidden = false;
  show();
  control.addEventListener("click", () => {
    localStorage.setItem(SWITCH, keysAreOn() ? "off" : "on");
    show();
  });
}

const writes = (element) => element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

const step = (by) => {
  const cases = [...document.querySelectorAll("[data-case]")];
  const here = cases.findIndex((one) => one.hasAttribute("aria-current"));
  const target = cases[here + by];
  if (target) target.click();
};

// cards of a board: one of them is chosen, and keys press its buttons
const cards = () => [...document.querySelectorAll("[data-card]")];
const chosen = () => document.querySelector("[data-card].chosen");
const choose = (card) => {
  chosen()?.classList.remove("chosen");
  card.classList.add("chosen");
};
const stepCard = (by) => {
  const all = cards();
  const target = all[all.indexOf(chosen()) + by];
  if (!target) return;
  choose(target);
  target.focus();
};
if (cards().length) {
  const named = location.hash.startsWith("#c-") && document.getElementById(location.hash.slice(1));
  choose(named || cards()[0]);
  if (named) named.focus();
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) choose(card);
  });
}

const buttonFor = (key) => {
  const menu = chosen()?.querySelector("details.menu[open]");
  const name = CSS.escape(key);
  return menu?.querySelector(`[data-menu-key="${name}"]`)
    || chosen()?.querySelector(`[data-key="${name}"]`)
    || [...document.querySelectorAll(`[data-key="${name}"]`)].find((one) => !one.closest("[data-card]"));
};

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-keys]") || !keysAreOn()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") return (cards().length ? stepCard : step)(key === "j" ? 1 : -1);
  // Space and Enter belong to the button that has focus
  if ((key === " " || key === "enter") && event.target.closest("button, a, summary, label, input")) return;
  const pressed = buttonFor(key);
  if (!pressed || event.repeat) return;
  event.preventDefault();
  // focus goes along only where it marks a choice: else the next Space would press the same button again
  if (pressed.matches("input")) pressed.focus();
  pressed.click();
});
