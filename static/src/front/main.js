// Small comforts on every page. Everything works without them.

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
    if (count !== null) button.querySelector(".num").textContent = count;
  } catch {
    const choice = document.createElement("input");
    Object.assign(choice, { type: "hidden", name: "support", value: button.value });
    form.append(choice);
    form.submit();
  }
});

// a half-written text survives a lost connection and a closed page; sending or emptying it forgets it
for (const form of document.querySelectorAll("[data-draft]")) {
  const field = form.querySelector("textarea");
  const key = form.dataset.draft;
  const counter = form.querySelector("[data-count]");
  const count = () => {
    counter.hidden = false;
    counter.querySelector("[data-used]").textContent = [...field.value].length;
  };
  if (!field.value) field.value = localStorage.getItem(key) || "";
  count();
  field.addEventListener("input", () => {
    count();
    if (field.value) localStorage.setItem(key, field.value);
    else localStorage.removeItem(key);
  });
}
if (new URLSearchParams(location.search).get("said")?.match(/^(sent|public)$/)) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("idea-")) localStorage.removeItem(key);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
