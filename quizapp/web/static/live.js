"use strict";
/* How does the live view stay up to date? It asks for the rows every few seconds and writes their
   words into the cells that are there. Without this file the page loads itself again. */

const table = document.querySelector("[data-live]");
const EVERY = 5000;
let timer = 0;
let lastSeen = null; // when the rows that are shown came

async function update() {
  clearTimeout(timer);
  if (document.hidden) return; // goes on when somebody looks
  try {
    const reply = await fetch(table.dataset.live, { headers: { "Accept": "application/json" } });
    if (reply.redirected) return sayLine("You are signed out. Load this page again.");
    if (!reply.ok) throw new Error(reply.status);
    show(await reply.json());
    sayLine("");
  } catch {
    sayLine(lastSeen ? `No connection since ${lastSeen}. Trying again.` : "No connection. Trying again.");
  }
  timer = setTimeout(update, EVERY);
}

function show({ at, summary, rows }) {
  const shown = [...table.querySelectorAll("[data-learner]")];
  const lines = new Map(shown.map((line) => [line.dataset.learner, line]));
  // Somebody has joined or left the course: only the whole page knows their line.
  if (rows.length !== lines.size || rows.some((row) => !lines.has(String(row.learner_id)))) return location.assign(table.dataset.page);
  rows.forEach((row) => fill(lines.get(String(row.learner_id)), row));
  reorder(shown, rows.map((row) => lines.get(String(row.learner_id))));
  write(document.querySelector("[data-summary]"), summary);
  lastSeen = new Date(at).toLocaleTimeString("en-GB");
  write(document.querySelector("[data-updated]"), `As of ${lastSeen}.`);
}

function fill(line, row) {
  for (const [key, text] of Object.entries(row.cells)) write(line.querySelector(`[data-cell="${key}"]`), text);
  line.querySelector("[data-cell=page]").className = row.is_missing ? "state state-wrong" : "";
  const link = line.querySelector("[data-name] a");
  if (!row.url) return;
  if (link) link.href = row.url;
  else line.querySelector("[data-name]").replaceChildren(makeLink(row.url, row.name));
}

function makeLink(url, text) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text;
  return link;
}

/* A line that moves would lose the focus of whoever is in the table with the keyboard. */
function reorder(before, after) {
  const moved = after.some((line, place) => line !== before[place]);
  if (moved && !table.tBodies[0].contains(document.activeElement)) table.tBodies[0].append(...after);
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function sayLine(text) {
  write(document.querySelector("[data-line]"), text);
}

if (table) {
  document.addEventListener("visibilitychange", update);
  window.addEventListener("online", update);
  timer = setTimeout(update, EVERY);
}
