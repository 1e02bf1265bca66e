// Shows on the page what this phone knows: the seat, the choice, and for each answer one of the three signs.

export const clean = (choice) => Object.fromEntries(Object.entries(choice || {}).filter(([, points]) => points > 0));

const sum = (choice) => Object.values(choice).reduce((all, points) => all + points, 0);

// a pushed frame may bring a ballot that asks for a ticket; whether this phone has one it knows itself
const seatOf = (me, ballot) => {
  const votes = ballot && ["open", "paused"].includes(ballot.state);
  const needsTicket = votes && ballot.kind === "confidential" && !me.ticket;
  if (needsTicket) return me.moved ? "moved" : "ticket";
  return me.joined ? "in" : "out";
};

const paintSeat = (stage, me, ballot) => {
  if (!me) return;
  const seat = seatOf(me, ballot);
  for (const part of stage.querySelectorAll("[data-seat]")) part.hidden = !part.dataset.seat.split(" ").includes(seat);
};

const signOf = (points, had, sign) => {
  if (points !== had) return sign.is === "ok" ? "" : sign.is;
  if (!points) return "";
  // unchanged answers of a choice on its way are counted already
  return "ok";
};

const paintSign = (slot, is, points, single, why) => {
  const now = `${is} ${points} ${why}`;
  if (slot.dataset.now === now) return;
  slot.dataset.now = now;
  slot.replaceChildren();
  if (!is) return;
  const copy = document.querySelector(`template[data-sign=${is}]`).content.cloneNode(true);
  const word = copy.querySelector("[data-many]");
  if (word) word.textContent = single ? word.dataset.one : word.dataset.many.replace("{n}", points);
  if (is === "no" && why) copy.querySelector("span span").textContent += ` – ${why}`;
  slot.append(copy);
};

const paintRow = (row, { ballot, choice, counted, sign, left }) => {
  const id = row.dataset.option;
  const points = choice[id] || 0;
  const single = ballot.method !== "dots";
  // a single choice that moves leaves no sign behind where it was
  const is = single && !points ? "" : signOf(points, counted[id] || 0, sign);
  paintSign(row.querySelector("[data-slot]"), is, points, single, sign.why);
  if (single) {
    row.querySelector("input").checked = points > 0;
    return;
  }
  const field = row.querySelector("[data-plain]");
  field.value = points;
  row.querySelector("[data-given]").textContent = points;
  for (const button of row.querySelectorAll("[data-by]")) {
    const stuck = button.dataset.by === "1" ? left <= 0 || points >= ballot.per_option : points <= 0;
    button.setAttribute("aria-disabled", stuck || ballot.state !== "open");
  }
};

const trayWord = (word, words, { ballot, choice, sign, left }) => {
  if (ballot.method === "dots") return left ? word.dataset.left.replace("{n}", left) : word.dataset.none;
  if (sign.is === "sent") return words.sending;
  if (sign.is === "no") return "";
  return sum(choice) ? words.counted : word.dataset.pick;
};

const paintTray = (stage, { ballot, choice, sign, left }) => {
  const tray = stage.querySelector("[data-tray]");
  if (!tray) return;
  const form = stage.querySelector("[data-ballot-form]");
  tray.hidden = !form || form.hidden;
  const word = tray.querySelector(".tray-word");
  const chosen = sum(choice) > 0;
  word.textContent = trayWord(word, stage.dataset, { ballot, choice, sign, left });
  tray.querySelectorAll("[data-dot]").forEach((dot, place) => dot.classList.toggle("used", place >= left));
  const back = tray.querySelector("[data-withdraw]");
  if (back) back.hidden = !chosen || ballot.state !== "open";
};

export const paint = (stage, { server, choice, counted, sign, trouble }) => {
  for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
  paintSeat(stage, server.me, server.ballot);
  for (const part of stage.querySelectorAll("[data-if-counted]")) part.hidden = !sum(counted);
  const notice = document.querySelector("[data-trouble]");
  notice.hidden = !trouble;
  if (notice.querySelector("p").textContent !== trouble) notice.querySelector("p").textContent = trouble;
  const { ballot } = server;
  if (!ballot || !stage.querySelector("[data-ballot-form]")) return;
  const left = ballot.dots - sum(choice);
  for (const row of stage.querySelectorAll("[data-option]")) paintRow(row, { ballot, choice, counted, sign, left });
  paintTray(stage, { ballot, choice, sign, left });
};
