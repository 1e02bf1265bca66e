// While somebody writes: ideas that say something similar, below the form. Nothing that stands above them moves.
// Without this script, or where nobody can tell, one writes and sends as ever.

const PAUSE_MS = 600; // of the hands, before we ask
const APART_MS = 1000; // at least, between two questions of this page
const TIMEOUT_MS = 4000;
const LEAST = 20; // characters

const form = document.querySelector("[data-similar]");

const watch = () => {
  const field = form.querySelector("[name=text]");
  const said = form.querySelector("[data-similar-said]");
  const place = document.querySelector("[data-similar-place]");
  const list = place.querySelector("[data-similar-list]");
  const looked = Object.assign(document.createElement("input"), { type: "hidden", name: "looked", value: "" });
  const state = { closed: false, asked: "", timer: 0, free: 0, stop: null };
  form.append(looked);

  const show = (html, sentence) => {
    if (place.contains(document.activeElement)) return; // somebody is reading there
    if (list.dataset.shown !== html) list.innerHTML = html; // made by our own server from escaped words, like the page
    list.dataset.shown = html;
    place.hidden = !html;
    looked.value = html ? "yes" : "";
    if ((said.firstElementChild?.textContent || "") === sentence) return;
    said.replaceChildren();
    if (sentence) said.append(Object.assign(document.createElement("a"), { href: "#similar", textContent: sentence }));
  };

  const ask = async () => {
    const text = field.value.trim();
    if (state.closed || text === state.asked) return;
    state.asked = text;
    if ([...text].length < LEAST) {
      show("", "");
      return;
    }
    state.free = Date.now() + APART_MS;
    const stop = (state.stop = new AbortController());
    const limit = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const url = new URL(form.dataset.similar, location.href);
      const body = new URLSearchParams({ text });
      const token = form.querySelector("[name=form_token]");
      if (token) body.set("form_token", token.value);
      const answer = await fetch(url, { method: "POST", body, signal: stop.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("refused");
      const { html, said: sentence, rest } = await answer.json();
      if (rest) {
        state.free = Date.now() + rest * (500 + 1000 * Math.random()); // a full hall does not come back all at once
        state.asked = "";
        plan();
      }
      if (!state.closed) show(html, sentence);
    } catch {
      if (state.stop === stop && !state.closed) show("", "");
    } finally {
      clearTimeout(limit);
    }
  };

  const plan = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, Math.max(PAUSE_MS, state.free - Date.now()));
  };

  field.addEventListener("input", () => {
    state.stop?.abort();
    plan();
  });
  said.addEventListener("click", (event) => {
    if (!event.target.matches("a")) return;
    event.preventDefault();
    place.scrollIntoView({ block: "nearest" });
    place.focus({ preventScroll: true });
  });
  place.querySelector("[data-similar-close]").addEventListener("click", () => {
    state.closed = true;
    state.stop?.abort();
    clearTimeout(state.timer);
    field.focus();
    show("", "");
    looked.value = "yes";
  });
  if (field.value) plan(); // a draft that was kept
};

if (form) watch();
