/* How does every answer reach the server, once and in the order in which it was given?

   One request at a time. An answer keeps its tab and its number until the server has confirmed
   it, so that sending it again is the same save, after a reload or a crash too. */

import { openShelf } from "./keep.js";

const LONGEST_WAIT = 30_000;
const JUST_NOW = 60_000;
const STILL_HERE = 10_000;
const PASSING = [408, 425, 429];

/* `next` maps a position to the number of its next answer. `tell` is told what becomes of
   answers: saved(entry, receipt, isOutdated), waiting(isKept), refused(entry, message),
   back(seconds) and lost(). */
export function openOutbox({ attempt, tab, line, next, tell }) {
  const shelf = openShelf(attempt);
  const queue = []; // what the server has not confirmed, the oldest first
  const givenAt = new Map(); // entries of this page -> moment of performance.now()
  const refused = new Set();
  let sending = null; // sent again unchanged until the server has answered
  let failures = 0;
  let retryTimer = 0;
  let outageBegan = 0;
  let isKept = true;
  let halted = false;
  let whenSettled = [];
  let isParting = false;
  const parted = []; // confirmed while the page was about to go

  /* What earlier pages could not send is sent now, under their names and numbers. */
  function resume() {
    for (const entry of shelf.list()) {
      queue.push(entry);
      next[entry.position] = Math.max(next[entry.position] || 1, entry.sequence + 1);
    }
    sendNext();
    return [...queue];
  }

  /* Only the newest unsent answer to a question is kept: it follows the ones before it. */
  function add(position, given) {
    stay();
    const entry = { position, tab, sequence: next[position], given_at: Date.now(), ...given };
    next[position] += 1;
    queue.filter((it) => it.position === position && it.tab === tab && it !== sending).forEach(remove);
    queue.push(entry);
    givenAt.set(entry, performance.now());
    isKept = shelf.put(entry);
    sendNext();
  }

  function remove(entry) {
    queue.splice(queue.indexOf(entry), 1);
    if (isParting) parted.push(entry);
    else shelf.drop(entry);
  }

  /* The server may have written the next page before it had what was given last: the next page
     finds it on the shelf. A page that does not go after all clears it away. */
  function part() {
    isParting = true;
    setTimeout(stay, STILL_HERE);
  }

  function stay() {
    isParting = false;
    parted.splice(0).forEach(shelf.drop);
  }

  function sendNext() {
    if (sending || halted) return;
    sending = queue.find((entry) => !refused.has(entry)) || null;
    if (sending) deliver();
    else whenSettled.splice(0).forEach((resolve) => resolve());
  }

  async function deliver() {
    clearTimeout(retryTimer);
    retryTimer = 0;
    let reply;
    try { reply = await post(sending); } catch { return retryLater(); }
    if (reply.status >= 500 || PASSING.includes(reply.status)) return retryLater();
    if (reply.isUnfit) return refuse(sending, reply.body.message);
    // A sign-in page or a refused token: trying again cannot help, a fresh page can.
    if (reply.status !== 200 || !reply.isOurs) return halt();
    confirm(sending, reply.body);
  }

  function post(entry) {
    return line.post("/responses", entry);
  }

  function confirm(entry, receipt) {
    sending = null;
    remove(entry);
    next[entry.position] = Math.max(next[entry.position] || 1, receipt.sequence);
    const hasFollower = queue.some((it) => it.position === entry.position && it.tab === tab);
    const isOutdated = !receipt.in_force && !receipt.late && !hasFollower;
    // Another tab has answered since. What was given just now is said again; not what is old, or
    // had to wait for the line: the other answer may be the newer one, so the learner is asked.
    const isNew = !failures && performance.now() - givenAt.get(entry) < JUST_NOW;
    if (isOutdated && isNew) add(entry.position, contentOf(entry));
    tell.saved(entry, receipt, isOutdated && !isNew);
    if (failures) tell.back(Math.round((performance.now() - outageBegan) / 1000));
    failures = 0;
    sendNext();
  }

  function refuse(entry, message) {
    sending = null;
    refused.add(entry);
    tell.refused(entry, message);
    sendNext();
  }

  function retryLater() {
    if (!failures) outageBegan = performance.now();
    failures += 1;
    tell.waiting(isKept);
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (failures - 1));
    retryTimer = setTimeout(deliver, wait * (0.75 + Math.random() / 2)); // a class does not knock at once
  }

  function retryNow() {
    if (retryTimer) deliver();
  }

  function halt() {
    halted = true;
    sending = null;
    tell.lost();
    whenSettled.splice(0).forEach((resolve) => resolve());
  }

  /* Resolves when nothing is left to send, or nothing more can be. */
  function settled() {
    return new Promise((resolve) => {
      whenSettled.push(resolve);
      if (halted) whenSettled.splice(0).forEach((it) => it());
      else sendNext();
    });
  }

  /* The page may never come back: what waits does not wait for the one on its way. */
  function sendLast() {
    if (halted) return;
    queue.filter((entry) => entry !== sending || retryTimer).slice(0, 20).forEach((entry) => post(entry).catch(() => {}));
  }

  return {
    resume, add, part, retryNow, settled, sendLast,
    isWaiting: () => failures > 0,
    isHalted: () => halted,
    isEmpty: () => queue.every((entry) => refused.has(entry)),
  };
}

function contentOf({ answer, certainty, seconds }) {
  return { answer, certainty, seconds };
}
