/* What could a page of a sitting that is gone not send? The next page of the learner sends it. */

import { openLine } from "./ask.js";
import { listAttempts, openShelf } from "./keep.js";

/* One after the other; what fails, or belongs to another learner, stays where it is. */
async function sendLeftovers() {
  for (const attempt of listAttempts()) {
    const shelf = openShelf(attempt);
    const line = openLine(`/learn/attempts/${attempt}`);
    for (const entry of shelf.list()) {
      const reply = await line.post("/responses", entry).catch(() => null);
      if (!reply || reply.status !== 200 || !reply.isOurs) break;
      shelf.drop(entry);
    }
  }
}

sendLeftovers();
