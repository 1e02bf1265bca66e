// Answers never shrink: what does not fit stands on the next page. At most seven on a page, fewer where they wrap.

const MOST = 7;
const TURN_MS = 8000;

const outer = (row, gap) => row.getBoundingClientRect().height + gap;

// Fill pages from the top; `most` rows or `room` pixels end one.
const fill = (heights, room, most) => {
  const pages = [];
  let used = 0;
  heights.forEach((height, row) => {
    const last = pages[pages.length - 1];
    if (!last || last.length >= most || used + height > room) {
      pages.push([row]);
      used = height;
    } else {
      last.push(row);
      used += height;
    }
  });
  return pages;
};

// As few pages as possible, and those about equally full: eight answers are four and four.
export const divide = (heights, room) => {
  const tight = fill(heights, room, MOST);
  for (let most = Math.ceil(heights.length / tight.length); most < MOST; most += 1) {
    const even = fill(heights, room, most);
    if (even.length === tight.length) return even;
  }
  return tight;
};

export const openPages = (stage) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let pages = [];
  let here = 0;
  let byHand = false;
  let timer = 0;

  const list = () => {
    const found = stage.querySelector("[data-paged]");
    return found && found.getClientRects().length ? found : null;
  };

  const put = () => {
    const rows = [...list().querySelectorAll("[data-row]")];
    const shown = new Set(pages[here]);
    rows.forEach((row, place) => { row.hidden = !shown.has(place); });
    for (const group of list().querySelectorAll("[data-page]")) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    const word = stage.querySelector("[data-pages]");
    word.hidden = pages.length < 2;
    word.querySelector("[data-page-now]").textContent = here + 1;
    word.querySelector("[data-page-all]").textContent = pages.length;
  };

  const keepTurning = () => {
    clearTimeout(timer);
    if (pages.length > 1 && !byHand && !still.matches) timer = setTimeout(() => { go(here + 1); keepTurning(); }, TURN_MS);
  };

  const go = (place) => {
    here = (place + pages.length) % pages.length;
    put();
  };

  const top = (part) => part.getBoundingClientRect().top + scrollY;

  // no page shows parts of two groups; each begins with the name of its group, which takes its room
  const alone = (box, rows, bottom, gap) => {
    const found = [];
    for (const group of box.querySelectorAll("[data-page]")) {
      const own = [...group.querySelectorAll("[data-row]")];
      const room = bottom - top(box) - (top(own[0]) - top(group)) + gap;
      for (const page of divide(own.map((row) => outer(row, gap)), room)) found.push(page.map((row) => rows.indexOf(own[row])));
    }
    return found;
  };

  const lay = () => {
    const box = list();
    if (!box?.querySelector("[data-row]")) {
      clearTimeout(timer);
      here = 0;
      stage.querySelector("[data-pages]").hidden = true;
      return;
    }
    for (const part of box.querySelectorAll("[data-page], [data-row]")) part.hidden = false;
    const rows = [...box.querySelectorAll("[data-row]")];
    const foot = stage.querySelector("[data-rail]").getBoundingClientRect();
    const hall = parseFloat(getComputedStyle(box.closest(".hall")).paddingBlockEnd);
    const gap = parseFloat(getComputedStyle(rows[0]?.parentElement || box).rowGap) || 0;
    const bottom = innerHeight - foot.height - hall + 1;
    pages = box.hasAttribute("data-alone") ? alone(box, rows, bottom, gap) : divide(rows.map((row) => outer(row, gap)), bottom - top(rows[0]) + gap);
    go(Math.min(here, pages.length - 1));
    keepTurning();
  };

  return {
    lay: () => lay(),
    restart: () => {
      here = 0;
      byHand = false;
    },
    turn: (by) => {
      if (pages.length < 2) return;
      byHand = true;
      clearTimeout(timer);
      go(here + by);
    },
    pause: () => {
      byHand = !byHand;
      keepTurning();
    },
  };
};
