// One connection of a screen to its session: frames by WebSocket, by plain requests while there is none.
// The screen is always whole: a frame replaces the one before, an older one is dropped.

import { io } from "socket.io-client";

import { openClock } from "./clock.js";

const ACK_MS = 4000; // how long an answer may take before the other way is tried
const POLL_MS = 5000; // between plain requests while the socket is away
const CALM_MS = 500; // several reasons to ask again within this time are one
const LOST_MS = 5000; // before a screen says that it stands alone
const SILENCE_MS = 30000; // two and a half beats: phones are not told when their line dies

const jitter = (ms) => ms * (0.8 + Math.random() * 0.4);

export const connect = (stage, heard) => {
  const { session, role } = stage.dataset;
  const every = Number(stage.dataset.poll) || POLL_MS;
  const clock = openClock(stage);
  const known = { epoch: stage.dataset.epoch, seq: Number(stage.dataset.seq) };
  const timers = {};
  let lastBeat = Date.now();
  let lang = document.documentElement.lang;

  const socket = io({
    transports: ["websocket"], upgrade: false, reconnectionDelay: 600, reconnectionDelayMax: 6000, randomizationFactor: 1,
    timeout: 8000,
  });
  let live = null;

  const setLive = (on) => {
    if (on === live) return;
    live = on;
    document.documentElement.dataset.live = on ? "on" : "off";
    if (on) clearTimeout(timers.poll);
    else pollIn(jitter(2500));
    heard.link?.(on);
  };

  const take = (answer, asked) => {
    const { frame } = answer;
    clock.learn(answer.now, { asked });
    if (frame) {
      const newer = frame.epoch !== known.epoch || frame.seq > known.seq || asked;
      if (!newer) return;
      Object.assign(known, { epoch: frame.epoch, seq: frame.seq });
      Object.assign(stage.dataset, { epoch: frame.epoch, seq: frame.seq });
    }
    heard.frame?.(answer);
    clock.paint();
  };

  const greet = async () => {
    clearTimeout(timers.calm);
    timers.calm = 0;
    if (!socket.connected) return poll();
    let answer;
    try {
      answer = await socket.timeout(ACK_MS).emitWithAck("hello", { session, screen: role, lang, ...known });
    } catch {
      setLive(false);
      socket.disconnect().connect();
      return;
    }
    if (answer.ok) {
      lastBeat = Date.now();
      setLive(true);
      take(answer, true);
    } else {
      setLive(false);
      // a full house says when to come again; without that the plain way stays open
      if (answer.retry_in) timers.calm = setTimeout(greet, jitter(answer.retry_in * 1000));
      else heard.refused?.(answer.sentence);
    }
  };

  const resync = () => { timers.calm ||= setTimeout(greet, CALM_MS); };

  const pollIn = (ms) => {
    clearTimeout(timers.poll);
    timers.poll = setTimeout(poll, ms);
  };

  const poll = async () => {
    clearTimeout(timers.poll);
    if (!document.hidden || !["phone", "reader"].includes(role)) {
      try {
        const answer = await fetch(`${stage.dataset.now}?lang=${lang}`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (answer.ok) {
          take(await answer.json(), true);
          heard.link?.(true);
        }
      } catch {
        heard.link?.(false);
      }
    }
    if (!live) pollIn(jitter(every));
  };

  socket.on("connect", greet);
  socket.on("disconnect", (reason) => {
    setLive(false);
    // the server's own goodbye is not followed by a reconnection of the library
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 500 + Math.random() * 2500);
  });
  socket.on("connect_error", () => {
    setLive(false);
    if (!socket.active) setTimeout(() => socket.connect(), jitter(POLL_MS));
  });
  socket.on("state", (frame) => {
    if (frame.epoch !== known.epoch) resync();
    take({ frame }, false);
  });
  socket.on("tally", (tally) => heard.tally?.(tally));
  socket.on("presence", (presence) => heard.presence?.(presence));
  socket.on("beat", ({ epoch, seq, now }) => {
    lastBeat = Date.now();
    clock.learn(now);
    if (epoch !== known.epoch || seq > known.seq) resync();
  });
  setInterval(() => {
    if (!live || Date.now() - lastBeat < SILENCE_MS) return;
    lastBeat = Date.now();
    resync();
  }, 5000);

  document.addEventListener("visibilitychange", () => { if (!document.hidden) resync(); });
  addEventListener("pageshow", (event) => { if (event.persisted) resync(); });
  addEventListener("online", resync);
  addEventListener("offline", () => setLive(false));
  if (!socket.connected) setLive(false);

  return {
    resync,
    isLive: () => live,
    // the answer, or null when none came in time
    ask: async (event, message) => {
      if (!live) return null;
      try {
        return await socket.timeout(ACK_MS).emitWithAck(event, message);
      } catch {
        resync();
        return null;
      }
    },
  };
};

// Says that the connection is lost only when it stays lost; plain requests that get through are a connection, too.
export const afterLoss = (show) => {
  let timer = 0;
  return (on) => {
    if (on) {
      clearTimeout(timer);
      timer = 0;
      show(false);
    } else timer ||= setTimeout(() => show(true), LOST_MS);
  };
};

// Forms of a pushed frame were rendered for nobody in particular; whoever is signed in carries a token.
export const sealForms = (stage) => {
  const token = stage.dataset.formToken;
  if (!token) return;
  for (const form of stage.querySelectorAll("form")) {
    if (form.elements.form_token) continue;
    const seal = document.createElement("input");
    Object.assign(seal, { type: "hidden", name: "form_token", value: token });
    form.append(seal);
  }
};

const write = (root, name, value) => {
  if (value === undefined || value === null) return;
  for (const place of root.querySelectorAll(`[${name}]`)) place.textContent = value;
};

// A tally is a state, not an event: it replaces what stood there.
export const paintTally = (root, tally) => {
  write(root, "data-voted", tally.voted);
  write(root, "data-base", tally.base);
  for (const bar of root.querySelectorAll("[data-turnout]")) {
    if (tally.base) bar.max = tally.base;
    bar.value = tally.voted || 0;
  }
  if (!tally.counts) return;
  const counts = Object.entries(tally.counts);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const strongest = tally.strongest || Math.max(1, ...counts.map(([, count]) => count));
  for (const [option, count] of counts) {
    write(root, `data-count="${option}"`, count);
    write(root, `data-share="${option}"`, all ? Math.round((100 * count) / all) : 0);
    for (const bar of root.querySelectorAll(`[data-bar="${option}"]`)) Object.assign(bar, { max: strongest, value: count });
  }
};

export const paintPresence = (root, { connected }) => write(root, "data-connected", connected);

// Keeps the newest tally of the ballot on show; an older one is dropped.
export const tallies = () => {
  let kept = null;
  return {
    take: (root, ballot, tally) => {
      if (!ballot || tally.ballot !== ballot.id) return;
      if (kept && kept.ballot === tally.ballot && kept.round === tally.round && tally.revision < kept.revision) return;
      kept = tally;
      paintTally(root, tally);
    },
    repaint: (root, ballot) => {
      if (!kept || !ballot || kept.ballot !== ballot.id || ballot.state === "published") kept = null;
      else paintTally(root, kept);
    },
  };
};
