// The phone in the hall. Two things are kept apart: what the server says, and what this person has chosen.
// A frame never clears a choice of the same ballot; a choice is "counted" only once the server has answered so.

import { afterLoss, connect, paintPresence, sealForms, tallies } from "../live/connection.js";
import { show } from "../live/morph.js";
import { forgetAll, openOutbox } from "./outbox.js";
import { clean, paint } from "./paint.js";

const stage = document.getElementById("stage");
const page = document.documentElement;
const said = document.querySelector("[data-said]");
const words = stage.dataset;

const server = { ballot: ballotOnPage(), mine: mineOnPage(), me: null };
const draft = { ballot: null, revision: 0, choice: {} };
let sign = { is: "", why: "" };
let trouble = "";
let troubledAt = 0;
const tally = tallies();
const outbox = openOutbox(words.session);
let timer = 0;
let attempts = 0;
let cards = null; // what steps of a format need: it comes once the page is live, the first question does not wait for it
let quick = null;

const wakeCards = async () => {
  if (cards) return;
  let rooms;
  try {
    rooms = await import(words.cards);
  } catch {
    return; // no network: forms are sent as pages, and the next frame tries again
  }
  if (cards) return;
  cards = rooms.openCards(stage, { say: (sentence) => say(sentence), lang: () => page.lang, changed: () => quick.paint() });
  quick = rooms.openQuick(stage, {
    say: (sentence) => say(sentence),
    complain: (sentence) => cards.complain(sentence),
    done: () => cards.said(),
    put: (section) => cards.put(section),
    refused: () => cards.refresh(),
    lang: () => page.lang,
  });
  cards.follow();
  quick.paint();
  page.dataset.cards = "on";
};

const paintCards = () => {
  if (!cards) {
    wakeCards();
    return;
  }
  cards.hear();
  quick.paint();
};

function ballotOnPage() {
  const form = stage.querySelector("[data-ballot-form]");
  if (!form) return null;
  const options = [...form.querySelectorAll("[data-option]")].map((row) => Number(row.dataset.option));
  return {
    id: form.elements.ballot.value, revision: Number(form.elements.revision.value), options, dots: Number(form.dataset.dots),
    kind: form.dataset.kind,
    state: stage.querySelector("main").dataset.state, method: form.elements.choice ? "single" : "dots",
    per_option: Number(form.querySelector("[type=number]")?.max || 1),
  };
}

function mineOnPage() {
  const form = stage.querySelector("[data-ballot-form]");
  if (!form) return null;
  const choice = {};
  for (const field of form.querySelectorAll("[type=number]")) choice[field.name.slice(1)] = Number(field.value);
  for (const field of form.querySelectorAll("[type=radio]")) if (field.checked) choice[field.value] = 1;
  return { ballot: form.elements.ballot.value, choice: clean(choice), seq: 0 };
}

const callOnPage = () => stage.querySelector("[data-call]")?.textContent.trim();
const counted = () => (server.mine && server.ballot && server.mine.ballot === server.ballot.id ? server.mine.choice : {});
const unsent = () => outbox.waiting();
const READING_MS = 20000; // a refusal stays so long, also when the next question comes in at the same moment
const complain = (sentence) => {
  trouble = sentence;
  troubledAt = Date.now();
};
const say = (sentence) => { said.textContent = sentence; };

const redraw = () => {
  sealForms(stage);
  paint(stage, { server, choice: draft.choice, counted: counted(), sign, trouble });
};

// --- from the server ---------------------------------------------------------------------------------------------

// The choice belongs to this ballot in this round; otherwise it is dropped, in words if it was on its way.
const settleDraft = () => {
  const { ballot } = server;
  const waiting = unsent();
  if (waiting && (!ballot || waiting.ballot !== ballot.id || waiting.revision !== ballot.revision)) {
    outbox.empty();
    stopSending();
    complain(words.dropped);
  } else if (waiting && !["open", "paused"].includes(ballot.state)) {
    // one last try: the server alone knows whether the vote came in time
    sendSoon(0);
  }
  if (!ballot) Object.assign(draft, { ballot: null, revision: 0, choice: {} });
  else if (outbox.waiting()) Object.assign(draft, { ballot: ballot.id, revision: ballot.revision, choice: outbox.waiting().choice });
  else if (draft.ballot !== ballot.id || draft.revision !== ballot.revision || !outbox.waiting()) {
    Object.assign(draft, { ballot: ballot.id, revision: ballot.revision, choice: { ...counted() } });
    sign = { is: Object.keys(draft.choice).length ? "ok" : "", why: "" };
  }
  if (outbox.waiting() && ballot) {
    if (ballot.state === "paused") sign = { is: "no", why: words.paused };
    else if (sign.is !== "no") sign = { is: "sent", why: "" };
    if (ballot.state === "open" && !timer) sendSoon(0);
  }
};

const onFrame = ({ frame, mine, me, tally: figures }) => {
  const before = stage.querySelector("h1")?.textContent;
  const called = callOnPage();
  const other = !server.ballot || !frame?.ballot || server.ballot.id !== frame.ballot.id;
  if (me) server.me = me;
  if (mine !== undefined) {
    // after the count nobody can say any more what a phone chose; this page still remembers that it was counted
    const over = frame?.ballot && !["open", "paused", "closing"].includes(frame.ballot.state);
    if (mine || !over || server.mine?.ballot !== frame.ballot.id) server.mine = mine;
    if (mine) outbox.learn(mine.ballot, mine.seq);
  }
  if (me && !me.joined) outbox.empty();
  if (frame) {
    if (other && Date.now() - troubledAt > READING_MS) trouble = "";
    server.ballot = frame.ballot;
    show(stage, frame.html, { keepForms: "[data-keep]" });
  }
  settleDraft();
  redraw();
  paintCards();
  tally.repaint(stage, server.ballot);
  if (figures) tally.take(stage, server.ballot, figures);
  const heading = stage.querySelector("h1")?.textContent;
  if (heading !== before) {
    say(heading);
    if (other) scrollTo(0, 0);
  }
  const call = callOnPage();
  if (call && call !== called) say(call);
};

// --- from this person --------------------------------------------------------------------------------------------

const choose = (choice, wait) => {
  trouble = "";
  const { ballot } = server;
  Object.assign(draft, { ballot: ballot.id, revision: ballot.revision, choice: clean(choice) });
  outbox.put(ballot, draft.choice);
  sign = { is: "sent", why: "" };
  attempts = 0;
  redraw();
  say(words.sending);
  sendSoon(wait);
};

stage.addEventListener("change", (event) => {
  if (event.target.matches("[data-ballot-form] [type=radio]")) choose({ [event.target.value]: 1 }, 0);
});

stage.addEventListener("click", (event) => {
  const button = event.target.closest("[data-by], [data-withdraw]");
  if (!button || !server.ballot || server.ballot.state !== "open") return;
  if (button.hasAttribute("data-withdraw")) {
    choose({}, 0);
    return;
  }
  if (button.getAttribute("aria-disabled") === "true") return;
  const { option } = button.closest("[data-option]").dataset;
  const given = (draft.choice[option] || 0) + Number(button.dataset.by);
  choose({ ...draft.choice, [option]: given }, 250);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-ballot-form]")) event.preventDefault();
  if (!event.target.matches("[data-leave]")) return;
  outbox.forget();
  cards?.forget();
  forgetAll();
});

// --- sending -----------------------------------------------------------------------------------------------------

const stopSending = () => {
  clearTimeout(timer);
  timer = 0;
};

const sendSoon = (ms) => {
  stopSending();
  timer = setTimeout(send, ms);
};

const post = async (vote) => {
  const stopwatch = new AbortController();
  const limit = setTimeout(() => stopwatch.abort(), 8000);
  try {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    if (words.formToken) headers["X-Form-Token"] = words.formToken;
    const answer = await fetch(words.cast, { method: "POST", body: JSON.stringify(vote), headers, signal: stopwatch.signal });
    if (answer.status === 429 || answer.status === 503) return null;
    return await answer.json();
  } catch {
    return null;
  } finally {
    clearTimeout(limit);
  }
};

// refusals of a moment: the same vote is sent again
const PASSING = ["own_fault", "busy", "too_many_codes"];
// the choice stays on the phone until this person has a seat
const SEATLESS = ["not_joined", "ticket_needed", "ticket_elsewhere", "ticket_returned"];

const backoff = () => Math.random() * Math.min(6000, 1000 * 1.6 ** attempts);

const send = async () => {
  timer = 0;
  const entry = unsent();
  if (!entry) return;
  const vote = { session: words.session, ...entry };
  let answer = (await link.ask("cast", vote)) || (await post(vote));
  if (answer && PASSING.includes(answer.code || answer.error)) answer = null;
  // a newer choice is on its way: its own answer counts
  if (unsent()?.nonce !== entry.nonce) return;
  if (!answer) {
    attempts += 1;
    if (server.ballot?.state !== "paused") sign = { is: "no", why: words.noNet };
    if (attempts === 1) say(words.noNet);
    sendSoon(300 + backoff());
    redraw();
    return;
  }
  settle(entry, answer);
};

const settle = (entry, answer) => {
  attempts = 0;
  const { status, choice, sentence } = answer;
  if (SEATLESS.includes(answer.code || answer.error)) {
    sign = { is: "no", why: "" };
    complain(sentence);
    link.resync();
    redraw();
    return;
  }
  if (status === "paused") {
    // kept: it is sent when the vote goes on
    sign = { is: "no", why: words.paused };
    link.resync();
    redraw();
    return;
  }
  outbox.empty();
  if (status === "stored" || status === "duplicate" || status === "stale_seq") {
    server.mine = { ballot: entry.ballot, choice: clean(choice || entry.choice), own_revision: answer.own_revision, seq: entry.seq };
    if (server.ballot?.id === entry.ballot) draft.choice = { ...server.mine.choice };
    sign = { is: "ok", why: "" };
    trouble = "";
    outbox.learn(entry.ballot, answer.seq);
    if (status === "stale_seq") link.resync();
    say(Object.keys(server.mine.choice).length ? words.counted : words.takenBack);
  } else {
    draft.choice = { ...counted() };
    sign = { is: Object.keys(draft.choice).length ? "ok" : "", why: "" };
    complain(sentence || words.ended);
    link.resync();
  }
  redraw();
};

// --- the page wakes up -------------------------------------------------------------------------------------------

const banner = document.querySelector("[data-offline]");
const offline = afterLoss((lost) => { banner.hidden = !lost; });
const link = connect(stage, {
  frame: onFrame,
  tally: (news) => tally.take(stage, server.ballot, news),
  presence: (news) => paintPresence(stage, news),
  refused: (sentence) => { trouble = sentence || ""; redraw(); },
  link: (on) => {
    offline(on);
    if (on && unsent()) sendSoon(0);
    if (on) cards?.retry();
  },
});
addEventListener("online", () => { if (unsent()) sendSoon(0); });
addEventListener("pageshow", (event) => { if (event.persisted && unsent()) sendSoon(0); });
page.dataset.script = "on";
if (stage.querySelector("[data-card-form], [data-quick]")) wakeCards();
if (server.mine) outbox.learn(server.mine.ballot, server.mine.seq);
settleDraft();
redraw();
