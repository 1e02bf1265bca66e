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

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-keys]") || !keysAreOn()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  // Space and Enter belong to the button that has focus
  if ((key === " " || key === "enter") && event.target.closest("button, a, summary, label, input")) return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed || event.repeat) return;
  event.preventDefault();
  // focus goes along only where it marks a choice: else the next Space would press the same button again
  if (pressed.matches("input")) pressed.focus();
  pressed.click();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
