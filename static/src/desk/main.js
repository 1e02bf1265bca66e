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
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.focus();
  pressed.click();
});

const printer = document.querySelector("[data-print]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
