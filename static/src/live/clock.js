// The time of a step, told by the clock of the server: what this device believes of the hour does not matter.

const TICK_MS = 250;

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export const openClock = (root) => {
  let ahead = null; // milliseconds by which the server's clock is ahead of ours
  let told = ""; // the end that was said to those who hear the page

  const tell = (clock) => {
    if (told === clock.dataset.clock) return;
    told = clock.dataset.clock;
    const said = document.querySelector("[data-said]");
    if (said) said.textContent = clock.querySelector("[data-clock-over]").textContent;
  };

  const paint = () => {
    if (ahead === null) return;
    for (const clock of root.querySelectorAll("[data-clock]")) {
      const left = Math.round((Number(clock.dataset.clock) - Date.now() - ahead) / 1000);
      const face = clock.querySelector("[data-clock-left]");
      const words = minutes(Math.max(0, left));
      if (face.textContent !== words) face.textContent = words;
      face.hidden = false;
      clock.querySelector("[data-clock-until]").hidden = left <= 0;
      clock.querySelector("[data-clock-over]").hidden = left > 0;
      if (left <= 0) tell(clock);
    }
    mark();
  };

  // what is on now and what comes next, in a programme: by the same clock
  const mark = () => {
    const now = Date.now() + ahead;
    for (const programme of root.querySelectorAll("[data-programme]")) {
      const parts = [...programme.querySelectorAll("[data-from]")];
      const next = Math.min(...parts.map((part) => Number(part.dataset.from)).filter((from) => from > now));
      for (const part of parts) {
        const from = Number(part.dataset.from);
        const signs = { "[data-at-now]": from <= now && now < Number(part.dataset.until), "[data-at-next]": from === next };
        for (const [sign, shown] of Object.entries(signs)) part.querySelector(sign).hidden = !shown;
        if ("atHand" in part.dataset) part.hidden = !Object.values(signs).some(Boolean);
      }
    }
  };

  setInterval(paint, TICK_MS);
  return {
    paint,
    // an answer that was asked for says it best; one that came by itself may have waited on its way
    learn: (now, { asked = false } = {}) => {
      if (!now) return;
      const heard = now - Date.now();
      ahead = asked || ahead === null ? heard : Math.max(ahead, heard);
      paint();
    },
  };
};
