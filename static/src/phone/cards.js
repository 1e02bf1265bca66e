// What is written on this phone at a step, a card or a concern: it waits in a box until the server has it, so that a
// lost network loses none. Where it goes and what it has besides its words, its form says.

import { shelf } from "./outbox.js";

const TIMEOUT_MS = 8000;
const newMark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

export const openCards = (stage, { say, lang, changed }) => {
  const box = shelf(`cards:${stage.dataset.session}`);
  const draft = shelf(`card:${stage.dataset.session}`);
  const notice = document.querySelector("[data-card-trouble]");
  let timer = 0;
  let attempts = 0;
  let asking = 0;

  const kept = () => (Array.isArray(box.read()) ? box.read() : []);
  const keep = (cards) => box.write(cards.length ? cards : null);
  const complain = (sentence) => {
    notice.hidden = !sentence;
    notice.querySelector("p").textContent = sentence || "";
  };

  const own = () => document.querySelector("[data-own]");
  const form = () => stage.querySelector("[data-card-form]");

  // a phone that was here before this step has no place yet for what it writes
  const makeRoom = (step) => {
    const empty = stage.querySelector("[data-own-empty]");
    if (!empty || own()?.dataset.own === step) return;
    own()?.remove();
    stage.after(empty.content.cloneNode(true));
    refreshSoon(1500);
  };

  // what this person said stands in no frame; three hundred phones do not ask for it in the same moment
  const refreshSoon = (within) => {
    asking ||= setTimeout(refresh, Math.random() * within);
  };

  const refresh = async () => {
    asking = 0;
    try {
      const answer = await fetch(`${stage.dataset.mine}?lang=${lang()}`, { headers: { Accept: "application/json" } });
      const { step, html } = await answer.json();
      const fresh = document.createElement("template");
      fresh.innerHTML = html; // from our own server
      const section = fresh.content.querySelector("[data-own]");
      // nobody loses the place where they are choosing
      if (!section || section.dataset.own !== String(step) || own()?.dataset.own !== section.dataset.own || own().querySelector("details[open]")) return;
      own().replaceWith(section);
      follow();
      changed();
    } catch { /* without a network it stays as it was */ }
  };

  // a frame may say where a concern of this person stands now
  const hear = () => {
    follow();
    if (own()?.querySelector("[name=topic]")) refreshSoon(1500);
  };

  // the cards of a step are seen while it is on
  const follow = () => {
    const { step } = stage.querySelector("main").dataset;
    makeRoom(step);
    const section = own();
    if (section) section.hidden = section.dataset.own !== step || !section.querySelector("li");
    const field = form()?.elements.text;
    if (field && !field.value && draft.read()) field.value = draft.read();
    paintWaiting();
  };

  const paintWaiting = () => {
    const list = own()?.querySelector("[data-own-list]");
    if (!list) return;
    for (const old of list.querySelectorAll("[data-unsent]")) old.remove();
    for (const card of kept().filter((one) => one.to === form()?.getAttribute("action"))) {
      const line = document.createElement("li");
      const text = document.createElement("p");
      const sign = document.createElement("p");
      line.dataset.unsent = card.once;
      Object.assign(text, { className: "words", dir: "auto", textContent: card.text });
      Object.assign(sign, { className: "meta", textContent: stage.dataset.cardWaits });
      line.append(text, sign);
      list.prepend(line);
      own().hidden = false;
    }
  };

  const post = async (card) => {
    const stopwatch = new AbortController();
    const limit = setTimeout(() => stopwatch.abort(), TIMEOUT_MS);
    const body = new URLSearchParams([...card.more, ["text", card.text], ["once", card.once]]);
    if (stage.dataset.formToken) body.set("form_token", stage.dataset.formToken);
    try {
      const address = new URL(card.to, location.href);
      address.searchParams.set("lang", lang());
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal: stopwatch.signal });
      const told = await answer.json();
      return { ok: answer.ok, passing: answer.status >= 500 && answer.status !== 500, ...told };
    } catch {
      return null;
    } finally {
      clearTimeout(limit);
    }
  };

  const soon = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  const send = async () => {
    timer = 0;
    const [card] = kept();
    if (!card) return;
    const answer = await post(card);
    if (!answer || answer.passing) {
      attempts += 1;
      if (attempts === 1) say(stage.dataset.cardWaits);
      soon(1000 + Math.random() * Math.min(15000, 1000 * 1.6 ** attempts));
      return;
    }
    attempts = 0;
    keep(kept().filter((one) => one.once !== card.once));
    if (answer.ok) {
      complain("");
      say(answer.sentence);
      own()?.querySelector("[data-own-list]").insertAdjacentHTML("afterbegin", answer.html); // from our own server
    } else {
      // what was refused goes back to where it was written, with the reason
      complain(answer.sentence);
      const field = form()?.elements.text;
      if (field && !field.value) field.value = card.text;
      draft.write(card.text);
    }
    follow();
    if (kept().length) soon(0);
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-card-form]")) return;
    event.preventDefault();
    const field = event.target.elements.text;
    const text = field.value.trim();
    if (!text) return;
    const more = [...new FormData(event.target)].filter(([name]) => !["text", "once", "form_token"].includes(name));
    keep([...kept(), { to: event.target.getAttribute("action"), text, more, once: newMark() }]);
    field.value = "";
    draft.write(null);
    field.focus();
    paintWaiting();
    soon(0);
  });
  stage.addEventListener("input", (event) => {
    if (!event.target.matches("[data-card-form] [name=text]")) return;
    draft.write(event.target.value || null);
  });
  addEventListener("online", () => { if (kept().length) soon(0); });
  if (kept().length) soon(0);

  return {
    follow,
    hear,
    refresh: () => refreshSoon(200),
    complain,
    retry: () => { if (kept().length && !timer) soon(0); },
    forget: () => {
      box.write(null);
      draft.write(null);
    },
  };
};
