// What is written on this phone at a step, a card or a concern: it waits in a box until the server has it, so that a
// lost network loses none. Where it goes and what it has besides its words, its form says.

import { shelf } from "../phone/outbox.js";

const TIMEOUT_MS = 8000;
const newMark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

export const openCards = (stage, { say, lang, changed }) => {
  const box = shelf(`cards:${stage.dataset.session}`);
  const drafts = shelf(`drafts:${stage.dataset.session}`); // address of a form -> what was typed there
  const spoke = shelf(`spoke:${stage.dataset.session}`); // whether there is anything of this person to ask for
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
  const addressOf = (some) => some.getAttribute("action");
  const fieldsOf = (some) => [...new FormData(some)].filter(([name]) => !["once", "form_token"].includes(name));

  const keepDraft = (to, fields) => {
    const all = drafts.read() || {};
    if (fields) all[to] = fields;
    else delete all[to];
    drafts.write(Object.keys(all).length ? all : null);
  };

  // what was typed into this very form before, also when it was refused while another one was on
  const restore = () => {
    const here = form();
    const typed = here && (drafts.read() || {})[addressOf(here)];
    if (!typed || here.elements.text.value) return;
    for (const [name, value] of typed) {
      const field = [...here.elements].find((one) => one.name === name && (!["checkbox", "radio"].includes(one.type) || one.value === value));
      if (field?.type === "checkbox") field.checked = true;
      else if (field && !field.value) field.value = value;
    }
  };

  // a phone that was here before this step has no place yet for what it writes
  const makeRoom = (step) => {
    const empty = stage.querySelector("[data-own-empty]");
    if (!empty || own()?.dataset.own === step) return;
    own()?.remove();
    stage.after(empty.content.cloneNode(true));
    if (spoke.read()) refreshSoon(1500);
  };

  // another state of what is one's own: an open menu stays open, and whoever walks by keyboard keeps the place
  const put = (section) => {
    const before = own();
    const open = [...before.querySelectorAll("[data-mine] details[open]")].map((one) => one.closest("[data-mine]").dataset.mine);
    const had = before.contains(document.activeElement);
    before.replaceWith(section);
    const tells = section.querySelector("[data-tells]");
    if (tells && !before.querySelector("[data-tells]")) say(tells.textContent.trim());
    for (const number of open) {
      const menu = section.querySelector(`[data-mine="${number}"] details`);
      if (menu) {
        menu.dataset.fresh = "1";
        menu.open = true;
      }
    }
    if (had) (section.querySelector("details[open] summary") || section.querySelector("summary, button"))?.focus({ preventScroll: true });
    follow();
    changed();
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
      if (section && section.dataset.own === String(step) && own()?.dataset.own === section.dataset.own) put(section);
    } catch { /* without a network it stays as it was */ }
  };

  // a frame may say that a concern of this person is read now, or stands somewhere else
  const hear = () => {
    follow();
    const told = new Map([...stage.querySelectorAll("[data-offers]")].flatMap((one) => one.dataset.offers.trim().split(" ").map((pair) => pair.split(":"))));
    const all = stage.querySelector("[data-offers-all]"); // who is not told of is not there any more
    const news = [...(own()?.querySelectorAll("[data-mine]") || [])].some(({ dataset }) => (all || told.has(dataset.mine)) && told.get(dataset.mine) !== dataset.revision);
    if (news) refreshSoon(1500);
  };

  // the cards of a step are seen while it is on
  const follow = () => {
    const { step } = stage.querySelector("main").dataset;
    makeRoom(step);
    const section = own();
    if (section) section.hidden = section.dataset.own !== step || !section.querySelector("li:not([hidden])");
    restore();
    paintWaiting();
  };

  const paintWaiting = () => {
    const list = own()?.querySelector("[data-own-list]");
    if (!list) return;
    for (const old of list.querySelectorAll("[data-unsent]")) old.remove();
    for (const card of kept().filter((one) => form() && one.to === addressOf(form()))) {
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
    const body = new URLSearchParams([...(card.more || []), ["text", card.text], ["once", card.once]]);
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
      spoke.write(true);
      complain("");
      say(answer.sentence);
      own()?.querySelector("[data-own-list]").insertAdjacentHTML("afterbegin", answer.html); // from our own server
    } else {
      // what was refused goes back to where it was written, with the reason
      complain(answer.sentence);
      keepDraft(card.to, [["text", card.text], ...(card.more || [])]);
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
    const more = fieldsOf(event.target).filter(([name]) => name !== "text");
    keep([...kept(), { to: addressOf(event.target), text, more, once: newMark() }]);
    const { host } = event.target.elements;
    const name = host?.value;
    event.target.reset();
    if (host) host.value = name; // whoever invites invites again
    keepDraft(addressOf(event.target), null);
    field.focus();
    paintWaiting();
    soon(0);
  });
  stage.addEventListener("input", (event) => {
    const typed = event.target.closest("[data-card-form]");
    if (typed) keepDraft(addressOf(typed), typed.elements.text.value ? fieldsOf(typed) : null);
  });
  // whoever chooses a place chooses from those that are free now
  document.addEventListener("toggle", (event) => {
    if (event.target.open && own()?.contains(event.target) && event.isTrusted && !event.target.dataset.fresh) {
      event.target.dataset.fresh = "1";
      refreshSoon(50);
    }
  }, true);
  addEventListener("online", () => { if (kept().length) soon(0); });
  if (kept().length) soon(0);
  if (own()?.querySelector("li")) spoke.write(true);

  return {
    said: () => spoke.write(true),
    follow,
    hear,
    put,
    refresh: () => refreshSoon(200),
    complain,
    retry: () => { if (kept().length && !timer) soon(0); },
    forget: () => {
      spoke.write(null);
      box.write(null);
      drafts.write(null);
    },
  };
};
