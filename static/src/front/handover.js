// A phone that many share. When it goes to the next person, nothing that was kept on it stays: drafts, a choice that waits
// to be sent, marks. Pages that were opened before, in other tabs or behind the back button, lead to the start.

const HANDED = "handed-over";

const handedAt = () => {
  try {
    return Number(localStorage.getItem(HANDED)) || 0;
  } catch {
    return 0; // a browser that keeps nothing has nothing to clear
  }
};

const clearAll = () => {
  try {
    localStorage.clear();
    sessionStorage.clear();
    // a time and nothing else: pages that are older than it belong to the person before
    localStorage.setItem(HANDED, String(Date.now()));
  } catch { /* nothing is kept */ }
};

const leave = () => location.replace("/");

export const watchHandover = () => {
  if (document.querySelector("[data-handed-over]")) clearAll();
  // each entry of the history knows since when it is there; a page from the cache keeps it, too
  const since = history.state && history.state.since;
  if (!since) history.replaceState({ ...history.state, since: Date.now() }, "");
  else if (since < handedAt()) return leave();
  addEventListener("pageshow", (event) => {
    if (event.persisted && history.state && history.state.since < handedAt()) leave();
  });
  addEventListener("storage", (event) => {
    if (event.key === HANDED && event.newValue) leave();
  });
};
