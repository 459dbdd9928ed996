/* How long does the break last? The page goes on by itself when it is over. */

import { openLine } from "./ask.js";
import { clockText, findArrival, startClock } from "./clock.js";

const shown = document.querySelector("[data-sitting]");
const settings = JSON.parse(shown.dataset.sitting);
const clock = startClock(settings.clock, findArrival());
const line = openLine(settings.home);
const POLL_EVERY = 8_000;

function tick() {
  const left = clock.left("break_seconds");
  const text = clockText(left || 0);
  if (shown.textContent !== text) shown.textContent = text;
  if (!left) ask();
}

/* The server says when it is over: another tab may have gone on, or the device slept. */
async function ask() {
  const reply = await line.get("/clock").catch(() => null);
  if (!reply || !reply.isOurs) return;
  clock.set(reply.body);
  if (reply.body.phase !== "on_break") location.reload();
}

setInterval(tick, 1000);
setInterval(ask, POLL_EVERY);
document.addEventListener("visibilitychange", ask);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
tick();
