// A conversation on a page. What is new waits until the reader asks for it; a half-written answer is never touched.
// Every link and form works without this script.

import { connect } from "../live/connection.js";
import { forgetDraft, keepDraft } from "../front/draft.js";

const thread = document.querySelector("[data-thread]");
const list = thread.querySelector("[data-comments]");
const said = thread.querySelector("[data-said]");
const words = thread.dataset;
const ROUNDS = 4; // how often one press asks for more
const TIMEOUT_MS = 10000;

const say = (sentence) => { said.textContent = sentence; };

const askFor = async (address, options = {}) => {
  const stopwatch = new AbortController();
  const limit = setTimeout(() => stopwatch.abort(), TIMEOUT_MS);
  try {
    const url = new URL(address, location.href);
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang && !url.searchParams.has("lang")) url.searchParams.set("lang", lang);
    return await fetch(url, { ...options, signal: stopwatch.signal, headers: { Accept: options.accept || "application/json" } });
  } finally {
    clearTimeout(limit);
  }
};

const parsed = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html; // made by our own server from escaped words, like the page itself
  return holder.content;
};

// --- putting comments in their place -------------------------------------------------------------------------------

const there = (id) => document.getElementById(id);

// the lists grow; nothing that stands in them is replaced, so an open form below a comment stays as it is
const merge = (into, from) => {
  let before = null;
  for (const entry of [...from.children]) {
    const known = entry.id && there(entry.id);
    if (known) {
      const more = entry.querySelector(":scope > [data-answers]");
      const have = known.querySelector(":scope > [data-answers]");
      if (more && have && more.children.length) merge(have, more);
      before = known;
    } else {
      if (before && before.parentElement === into) before.after(entry);
      else into.append(entry);
      before = entry;
    }
  }
  into.hidden = !into.children.length;
};

// a new comment at its place; null where the conversation is not on this page
const insert = ({ id, under, html }) => {
  if (there(`c-${id}`)) return there(`c-${id}`);
  const entry = parsed(html).querySelector("li");
  if (!under) {
    if (words.order === "oldest") list.append(entry);
    else list.prepend(entry);
    return entry;
  }
  const answers = there(`c-${under}`)?.querySelector(":scope > [data-answers]");
  if (!answers) return null;
  answers.hidden = false;
  answers.append(entry);
  return entry;
};

const markNew = (entry) => {
  const chip = document.createElement("span");
  Object.assign(chip, { className: "badge", textContent: words.new });
  entry.querySelector(".who")?.append(" ", chip);
};

// --- what others say meanwhile -------------------------------------------------------------------------------------

const fresh = thread.querySelector("[data-fresh-line]");
const button = thread.querySelector("[data-show-new]");
const known = { seen: Number(words.seq), ever: Number(words.seq), own: 0 };

const announce = () => {
  const waiting = known.ever - known.seen - known.own;
  if (!fresh) return;
  fresh.hidden = waiting < 1;
  const line = words.fresh.replace("{n}", waiting);
  if (waiting < 1) button.textContent = "";
  else if (button.textContent !== line) button.textContent = line;
};

const showNew = async () => {
  let first = null;
  for (let round = 0; round < ROUNDS && known.seen < known.ever; round += 1) {
    const answer = await askFor(`${words.since}${words.since.includes("?") ? "&" : "?"}seen=${known.seen}`);
    if (!answer.ok) break;
    const { items, seen, ever } = await answer.json();
    for (const item of items) {
      const mine = there(`c-${item.id}`);
      const entry = insert(item);
      if (entry && !mine) {
        markNew(entry);
        first ||= entry;
      }
    }
    Object.assign(known, { seen, ever, own: 0 });
  }
  announce();
  first?.querySelector("article").focus();
};

if (fresh) {
  button.addEventListener("click", () => showNew().catch(() => say(words.unsent)));
  connect(thread, {
    frame: ({ frame }) => {
      if (!frame || frame.seq <= known.ever) return;
      known.ever = frame.seq;
      announce();
    },
  });
}

// --- more of what is there -----------------------------------------------------------------------------------------

const more = async (link) => {
  const query = new URL(link.href).search;
  const answer = await askFor(words.pages + query);
  if (!answer.ok) throw new Error("refused");
  const content = parsed((await answer.json()).html);
  const first = [...content.children].find((one) => one.id && !there(one.id));
  const further = content.querySelector("[data-further]");
  const here = thread.querySelector("[data-further]");
  further?.remove();
  const holder = document.createElement("ol");
  holder.append(...content.children);
  merge(list, holder);
  if (further?.querySelector("[data-more]")) here.replaceWith(further);
  else here.remove();
  first?.querySelector("article").focus({ preventScroll: true });
};

const unfold = async (link) => {
  const answer = await askFor(link.href);
  if (!answer.ok) throw new Error("refused");
  const content = parsed((await answer.json()).html);
  const answers = link.closest("li").querySelector(":scope > [data-answers]");
  const holder = document.createElement("ol");
  holder.append(...content.children);
  const first = [...holder.querySelectorAll("li[id]")].find((one) => !there(one.id));
  merge(answers, holder);
  link.closest("p").remove();
  first?.querySelector("article").focus({ preventScroll: true });
};

// --- answering -----------------------------------------------------------------------------------------------------

// what a reader has marked in this very comment is what they want to quote; a translation is not what its author said
const marked = (entry) => {
  const selection = getSelection();
  const text = selection.toString().trim();
  const inside = text && selection.anchorNode && entry.querySelector(":scope > article .words:not([data-version])")?.contains(selection.anchorNode);
  return inside ? text.slice(0, 500) : "";
};

const openForm = async (link) => {
  const entry = link.closest("li");
  const old = entry.querySelector(":scope > form");
  const address = new URL(link.href);
  const quote = link.hasAttribute("data-quote") ? marked(entry) : "";
  if (quote) address.searchParams.set("quote", quote);
  if (old && !link.hasAttribute("data-quote")) {
    old.querySelector("[name=text]").focus();
    return;
  }
  const answer = await askFor(address, { accept: "text/html" });
  if (!answer.ok) throw new Error("refused");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("[data-comment-form]");
  const typed = old?.querySelector("[name=text]").value;
  if (old) old.replaceWith(form);
  else entry.querySelector(":scope > article").after(form);
  keepDraft(form);
  if (typed) form.querySelector("[name=text]").value = typed;
  form.querySelector("[name=text]").focus();
};

const closeForm = (form) => {
  const entry = form.closest("li");
  form.remove();
  entry.querySelector("article").focus({ preventScroll: true });
};

const refuse = (form, sentence) => {
  form.querySelector(".oops, .note-bad")?.remove();
  const field = form.querySelector("[name=text]");
  const line = document.createElement("p");
  const place = `oops-${field.id}`;
  Object.assign(line, { className: "oops", id: place, textContent: sentence });
  line.setAttribute("role", "alert");
  field.after(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", place);
  field.focus();
};

const newMark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

const send = async (form) => {
  const submit = form.querySelector("button:not([type=button])");
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  submit.setAttribute("aria-disabled", "true");
  try {
    const answer = await askFor(form.action, { method: "POST", body: new FormData(form) });
    const told = await answer.json();
    if (!answer.ok) {
      refuse(form, told.sentence);
      return;
    }
    forgetDraft(form);
    sessionStorage.removeItem("sending");
    const [item] = told.items;
    const before = item && there(`c-${item.id}`);
    const entry = item && insert(item);
    if (entry && !before && told.public) known.own += 1;
    say(told.sentence);
    if (form.closest("li")) form.remove();
    else {
      form.querySelector("[name=text]").value = "";
      form.querySelector("[name=once]").value = newMark();
      form.querySelector("[name=text]").removeAttribute("aria-invalid");
      form.querySelector(".oops, .note-bad")?.remove();
    }
    entry?.querySelector("article").focus();
  } catch {
    refuse(form, words.unsent); // its mark stays: if it did arrive, sending it again keeps one
  } finally {
    delete form.dataset.sending;
    submit.removeAttribute("aria-disabled");
  }
};

// whatever fails here goes the plain way: the link or the form as it stands
const orPlainly = (link, act) => act(link).catch(() => { location.href = link.href; });

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-reply], [data-more], [data-unseen], [data-cancel]");
  if (!link || !thread.contains(link)) return;
  event.preventDefault();
  if (link.hasAttribute("data-cancel")) {
    if (link.closest("form").parentElement.matches("li")) closeForm(link.closest("form"));
    else location.href = link.href;
  } else if (link.hasAttribute("data-more")) orPlainly(link, more);
  else if (link.hasAttribute("data-unseen")) orPlainly(link, unfold);
  else orPlainly(link, openForm);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-comment-form]") || !thread.contains(event.target)) return;
  event.preventDefault();
  send(event.target);
});

// a link to one comment leads the eye to it, also where the browser knows no :target any more
there(`c-${words.chosen || location.hash.slice(3)}`)?.classList.add("chosen");
