// A half-written text survives a lost connection and a closed page; sending or emptying it forgets it.

const SENDING = "sending";

export const keepDraft = (form) => {
  const field = form.querySelector("[name=text]");
  const key = form.dataset.draft;
  const counter = form.querySelector("[data-count]");
  const count = () => {
    if (!counter) return;
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
