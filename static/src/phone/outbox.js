// What was chosen and not yet answered for: the newest whole choice, kept on the device until the server has answered.

const nonce = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// a browser that keeps nothing still votes; it only forgets on reload
export const shelf = (key) => {
  let held = null;
  return {
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key)) || null;
      } catch {
        return held;
      }
    },
    write: (value) => {
      held = value;
      try {
        if (value) localStorage.setItem(key, JSON.stringify(value));
        else localStorage.removeItem(key);
      } catch { /* kept in memory */ }
    },
  };
};

// whatever was typed or chosen in any session of this phone: it goes with the person
const KEPT = /^(outbox|seq|cards|drafts|spoke):/;
export const forgetAll = () => {
  try {
    for (const key of Object.keys(localStorage)) if (KEPT.test(key)) localStorage.removeItem(key);
  } catch { /* nothing is kept */ }
};

export const openOutbox = (session) => {
  const entry = shelf(`outbox:${session}`);
  // one rising number per ballot, shared by all tabs of this device: an older retry never overtakes a newer choice
  const count = shelf(`seq:${session}`);
  const seqOf = (ballot) => {
    const held = count.read();
    return held && held.ballot === ballot ? held.seq : 0;
  };
  return {
    waiting: entry.read,
    put: (ballot, choice) => {
      const seq = seqOf(ballot.id) + 1;
      count.write({ ballot: ballot.id, seq });
      entry.write({ ballot: ballot.id, revision: ballot.revision, nonce: nonce(), seq, choice });
    },
    learn: (ballot, seq) => { if (seq > seqOf(ballot)) count.write({ ballot, seq }); },
    empty: () => entry.write(null),
    // the phone changes hands
    forget: () => {
      entry.write(null);
      count.write(null);
    },
  };
};
