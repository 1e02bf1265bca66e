// A half-written form survives a lost connection and a closed page; sending or emptying it forgets it.
// Files are not kept: no browser gives them back.

const SENDING = "sending";
const NOT_KEPT = ["hidden", "file", "submit", "button", "password"];
const ticks = (field) => field.type === "radio" || field.type === "checkbox";

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NOT_KEPT.includes(field.type));

// name -> what was typed or ticked; a text alone may have been kept as such by an older page
const kept = (key) => {
  const stored = localStorage.getItem(key);
  if (!stored) return {};
  try {
    const found = JSON.parse(stored);
    return found && typeof found === "object" && !Array.isArray(found) ? found : { text: [stored] };
  } catch {
    return { text: [stored] };
  }
};

// whether somebody changed what the form began with; after a refusal it begins with what was sent
const changed = (field) => {
  if (ticks(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== "";
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
};

const keep = (key, fields) => {
  if (!fields.some(changed)) return localStorage.removeItem(key);
  const typed = {};
  for (const field of fields) {
    if (ticks(field) ? field.checked : field.value) (typed[field.name] ||= []).push(field.value);
  }
  return localStorage.setItem(key, JSON.stringify(typed));
};

const restore = (field, values) => {
  if (!Array.isArray(values)) return;
  if (ticks(field)) field.checked = values.includes(field.value);
  else if (!field.value && typeof values[0] === "string") field.value = values[0];
};

export const keepDraft = (form) => {
  const field = form.querySelector("[name=text]");
  const key = form.dataset.draft;
  const counter = form.querySelector("[data-count]");
  const fields = fieldsOf(form);
  const count = () => {
    if (!counter) return;
    counter.hidden = false;
    counter.querySelector("[data-used]").textContent = [...field.value].length;
  };
  const typed = kept(key);
  for (const one of fields) restore(one, typed[one.name]);
  count();
  form.addEventListener("input", () => {
    count();
    keep(key, fields);
  });
  // sent as a page: whether it arrived, the next page says
  form.addEventListener("submit", () => sessionStorage.setItem(SENDING, key));
};

export const forgetDraft = (form) => localStorage.removeItem(form.dataset.draft);

// the page that says "sent" closes what the page before began
export const settleDraft = () => {
  const key = sessionStorage.getItem(SENDING);
  sessionStorage.removeItem(SENDING);
  if (key && /(^|-)(sent|public)$/.test(new URLSearchParams(location.search).get("said") || "")) localStorage.removeItem(key);
};
