/* What could a page of a sitting that is gone not send? The next page of the learner sends it. */

import { openLine } from "./ask.js";
import { forgetKept, listAttempts, openShelf } from "./keep.js";

/* How many of the answers kept for an attempt have reached the server. What fits no question
   stays where it is; so does all that belongs to another learner of this device. */
async function sendAll(attempt) {
  const shelf = openShelf(attempt);
  const line = openLine(`/learn/attempts/${attempt}`);
  let sent = 0;
  for (const entry of shelf.list()) {
    const reply = await line.post("/responses", entry).catch(() => null);
    if (reply && reply.isUnfit) continue;
    if (!reply || reply.status !== 200 || !reply.isOurs) break;
    shelf.drop(entry);
    sent += 1;
  }
  return sent;
}

async function sendLeftovers() {
  for (const attempt of listAttempts()) {
    const sent = await sendAll(attempt);
    // Only the result tells of it; any other page may be on its way to the next one.
    if (sent && location.pathname === `/learn/attempts/${attempt}/result`) location.reload();
  }
}

/* Where a result is read nobody answers any more. */
const [, over] = location.pathname.match(/\/attempts\/(\d+)\/result$/) || [];
if (over) forgetKept(over);
sendLeftovers();
