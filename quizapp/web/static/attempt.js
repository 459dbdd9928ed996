"use strict";
/* Keeps a sitting safe while its page is open: saves answers in the background and shows the
   time that the server says is left. Every page works without this file; then the buttons of
   the form save. Runs on the attempt page and on the page before handing in. */

const page = document.querySelector("[data-attempt]");
const form = document.querySelector("[data-answer-form]"); // none on the page before handing in
const here = form ? form.elements.position.value : null;
const keptKey = `quizapp.attempt.${page.dataset.attempt}`;
const TYPING_PAUSE = 600;
const POLL_EVERY = 10_000;
const LONGEST_WAIT = 30_000;

const unsent = {}; // position -> {answer, sequence}: the newest answer the server has not confirmed
const nextSequence = {}; // position -> the number that its next save carries
let sending = null; // the save on its way; sent again unchanged until the server has answered
let failures = 0;
let retryTimer = 0;
let typingTimer = 0;
let halted = false; // the attempt is closed, or the server does not know us any more
let leaving = false;
let lastAnswer = "";
let whenSettled = [];

/* Storage may be full or forbidden; a sitting goes on without it. */

function recall(storage, key) {
  try { return JSON.parse(window[storage].getItem(key)); } catch { return null; }
}

function remember(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, JSON.stringify(value));
  } catch { /* nothing to do: the server has what matters */ }
}

/* Answers */

function readAnswer() {
  return new FormData(form).getAll("answer");
}

function fillAnswer(answer) {
  form.querySelectorAll("[name=answer]").forEach((field, n) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = answer.includes(field.value);
    else field.value = answer[n] ?? "";
  });
}

function noteAnswer() {
  clearTimeout(typingTimer);
  if (!form || halted) return;
  const answer = readAnswer();
  if (JSON.stringify(answer) === lastAnswer) return;
  lastAnswer = JSON.stringify(answer);
  const following = sending && sending.position === here ? sending.sequence + 1 : nextSequence[here];
  unsent[here] = { answer, sequence: following };
  keepUnsent();
  showStatus(failures ? "Not saved yet - trying again" : "Saving…", failures > 0);
  sendNext();
}

function keepUnsent() {
  remember("localStorage", keptKey, Object.keys(unsent).length ? unsent : null);
}

/* What an earlier page could not send is sent now, unless the server has newer answers. */
function resumeKept() {
  const kept = recall("localStorage", keptKey) || {};
  for (const [position, { answer, sequence }] of Object.entries(kept)) {
    if (!(sequence >= nextSequence[position])) continue;
    unsent[position] = { answer, sequence: nextSequence[position] };
    if (position === here) fillAnswer(answer);
  }
  keepUnsent();
  return Object.keys(unsent).length > 0;
}

/* Saving: one request at a time, so that the answers to a question arrive in order. */

function sendNext() {
  if (sending || halted) return;
  const position = Object.keys(unsent)[0];
  if (position === undefined) return settle();
  sending = { position, ...unsent[position] };
  deliver();
}

async function deliver() {
  clearTimeout(retryTimer);
  const save = sending;
  let reply;
  try {
    reply = await post(save);
  } catch {
    return retryLater();
  }
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) return retryLater();
  const body = await reply.json().catch(() => null);
  if (reply.status === 409 && body) return closeSitting(body.message, body.result_url);
  // A sign-in page or a refused form: trying again cannot help, a fresh page can.
  if (!reply.ok || reply.redirected || !body) return halt("Not saved", "Your answer could not be saved. It is kept on this device: ", location.pathname + location.search, "load this page again");
  confirmSave(save, body);
}

function post({ position, sequence, answer }) {
  return fetch(page.dataset.respond, {
    method: "POST",
    keepalive: true, // let it finish when the page goes away
    headers: {
      "Content-Type": "application/json",
      "Accept": "application/json",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: JSON.stringify({ position: Number(position), sequence, answer }),
  });
}

function confirmSave(save, body) {
  sending = null;
  failures = 0;
  nextSequence[save.position] = body.sequence;
  // Not in force: another tab has answered since. What this page shows is said again.
  if (unsent[save.position].sequence === save.sequence && body.in_force) delete unsent[save.position];
  else unsent[save.position].sequence = body.sequence;
  keepUnsent();
  if (save.position === here) form.elements.sequence.value = body.sequence;
  markMap(save.position, save.answer.some((text) => text.trim() !== ""));
  if (body.remaining_seconds != null) setClock(body.remaining_seconds);
  if (!Object.keys(unsent).length) {
    showStatus(`Saved ${new Date(body.saved_at).toLocaleTimeString("en-GB")}`);
  }
  sendNext();
}

function retryLater() {
  failures += 1;
  showStatus("Not saved yet - trying again", true);
  const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (failures - 1));
  retryTimer = setTimeout(deliver, wait * (0.75 + Math.random() / 2)); // a class does not knock at once
}

function retryNow() {
  if (sending && failures) deliver();
}

function settle() {
  whenSettled.splice(0).forEach((resolve) => resolve());
}

/* Resolves when nothing is left to save, or nothing more can be. */
function settled() {
  return new Promise((resolve) => {
    whenSettled.push(resolve);
    if (halted) settle();
    else sendNext();
  });
}

function halt(status, message, url, label) {
  halted = true;
  sending = null;
  showStatus(status, true);
  const link = document.createElement("a");
  link.href = url;
  link.textContent = label;
  const box = document.querySelector("[data-closed]");
  box.replaceChildren(message, link, ".");
  box.hidden = false;
  box.scrollIntoView({ block: "center" });
  settle();
}

/* The attempt is closed. What was typed stays on the page; only what was saved counts. */
function closeSitting(message, url) {
  if (leaving) return;
  const typed = form && JSON.stringify(readAnswer()) !== lastAnswer;
  const lost = typed || Object.keys(unsent).length > 0;
  remember("localStorage", keptKey, null);
  if (!lost) return go(url);
  halt("Not saved", `${message} `, url, "See what was kept");
  document.querySelectorAll("[name=go], [data-submit-form] button").forEach((button) => { button.disabled = true; });
}

/* Leaving */

function go(url) {
  leaving = true;
  location.assign(url);
}

/* Turn the page when all is saved; with no connection, as soon as it is back. */
async function turnPage(event) {
  event.preventDefault();
  const button = event.submitter || form.querySelector("[name=go]");
  noteAnswer();
  await settled();
  if (leaving) return;
  if (halted) return submitPlainly(button); // let the server say what is wrong
  const position = Number(here);
  const target = { next: position + 1, previous: position - 1, stay: position }[button.value] ?? button.value;
  go(target === "review" ? page.dataset.review : `${page.dataset.page}?question=${target}`);
}

function submitPlainly(button) {
  leaving = true;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "go", value: button.value });
  form.append(field);
  form.submit();
}

async function handInWhenSaved(event) {
  event.preventDefault();
  await settled();
  if (leaving) return;
  leaving = true;
  event.target.submit();
}

function handIn() {
  const plain = document.createElement("form");
  plain.method = "post";
  plain.action = page.dataset.submit;
  const token = document.createElement("input");
  Object.assign(token, { type: "hidden", name: "csrf_token", value: document.querySelector("meta[name=csrf-token]").content });
  plain.append(token);
  document.body.append(plain);
  leaving = true;
  plain.submit();
}

function warnIfUnsaved(event) {
  noteAnswer();
  if (!leaving && !halted && Object.keys(unsent).length) event.preventDefault();
}

/* The page may never come back: a newer answer does not wait for the one on its way. */
function sendLast() {
  noteAnswer();
  if (!halted && sending && unsent[here] && unsent[here].sequence > sending.sequence) {
    post({ position: here, ...unsent[here] }).catch(() => {});
  }
}

/* What the page says */

function showStatus(text, waiting = false) {
  const status = document.querySelector("[data-saved]");
  status.classList.toggle("is-waiting", waiting);
  if (status.textContent !== text) status.textContent = text;
}

function markMap(position, answered) {
  const mark = document.querySelector(`button[data-map="${position}"]`);
  if (!mark) return;
  mark.classList.toggle("is-answered", answered);
  mark.querySelector("[data-word]").textContent = answered ? ", answered" : ", not answered";
}

function ring(text) {
  const bell = document.querySelector("[data-bell]");
  bell.textContent = text;
  setTimeout(() => { if (bell.textContent === text) bell.textContent = ""; }, 20_000);
}

/* The clock: the server's figure, counted down by a clock that nobody can set. */

const bellKey = `quizapp.bell.${page.dataset.attempt}`;
const MINUTES = ["", "One minute", "Two minutes", "Three minutes", "Four minutes", "Five minutes"];
let clock = null; // {left, at}: seconds left at a moment of performance.now()
let timeIsUp = false;

function setClock(left, at = performance.now()) {
  clock = { left, at };
  tick();
}

function tick() {
  const text = document.querySelector("[data-clock-text]");
  if (!clock || !text) return;
  const left = Math.max(0, Math.ceil(clock.left - (performance.now() - clock.at) / 1000));
  const shown = clockText(left);
  if (text.textContent !== shown) text.textContent = shown;
  document.querySelector("[data-clock]").classList.toggle("is-short", left <= 300);
  ringOnce(left);
  if (left === 0 && !timeIsUp) endSitting();
}

function clockText(left) {
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/* Five minutes and one minute are said once each, also when a page turned just then. */
function ringOnce(left) {
  const due = left > 300 || left === 0 ? null : left > 60 ? 300 : 60;
  if (!due || (recall("sessionStorage", bellKey) ?? Infinity) <= due) return;
  remember("sessionStorage", bellKey, due);
  ring(`${MINUTES[Math.ceil(left / 60)]} left`);
}

async function askClock() {
  if (halted || leaving) return;
  try {
    const body = await (await fetch(page.dataset.clockUrl, { headers: { "Accept": "application/json" } })).json();
    if (body.closed) closeSitting("Time is up. The last answer came too late.", body.result_url);
    else if (body.remaining_seconds != null) setClock(body.remaining_seconds);
  } catch { /* the clock here goes on; the next question to the server comes soon */ }
}

async function endSitting() {
  timeIsUp = true;
  ring("Time is up. Handing in your answers.");
  noteAnswer();
  await settled();
  await askClock();
  if (!leaving && !halted) handIn();
}

/* Reading: the passage stays where the reader left it, and changing panes fills no history. */

function keepPlace() {
  const pane = document.querySelector("#passage");
  const key = `quizapp.place.${page.dataset.attempt}`;
  pane.scrollTop = recall("sessionStorage", key) || 0;
  window.addEventListener("pagehide", () => remember("sessionStorage", key, pane.scrollTop));
  document.querySelectorAll("[data-pane]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.hash);
  }));
}

/* Ordering: a list with buttons that sets the selects of the plain form. */

function makeSorter(fieldset) {
  const places = [...fieldset.querySelectorAll(".place")];
  const select = (place) => place.querySelector("select");
  const rank = (place) => Number(select(place).value) || places.length + 1;
  const list = document.createElement("ol");
  list.className = "sorter";
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");

  const rows = places.slice().sort((a, b) => rank(a) - rank(b)).map((place) => sorterRow(place, select(place)));
  rows.forEach((row) => list.append(row.item));
  places.forEach((place) => { place.hidden = true; });
  fieldset.querySelector("#answer-hint").textContent = "Move the lines into the right order. The first comes on top.";
  const keep = sorterButton("Keep this order", () => settleOrder("Order kept."));
  fieldset.append(list, keep, said);
  number();

  function sorterRow(place, field) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.className = "sorter-text";
    text.textContent = place.querySelector("[data-text]").textContent;
    const row = { item, field, text: text.textContent, place: document.createElement("b") };
    const up = sorterButton("↑", () => move(row, -1, up), `Move up: ${row.text}`);
    const down = sorterButton("↓", () => move(row, 1, down), `Move down: ${row.text}`);
    item.append(row.place, text, up, down);
    return row;
  }

  function move(row, by, button) {
    const from = rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= rows.length) return;
    rows.splice(to, 0, rows.splice(from, 1)[0]);
    rows.forEach(({ item }) => list.append(item));
    button.focus(); // moving an element in the page takes its focus away
    settleOrder(`${row.text}: now number ${to + 1} of ${rows.length}.`);
  }

  function settleOrder(words) {
    rows.forEach(({ field }, n) => { field.value = String(n + 1); });
    number();
    said.textContent = words;
    noteAnswer();
  }

  function number() {
    const answered = rows.every(({ field }) => field.value !== "");
    rows.forEach(({ place }, n) => { place.textContent = answered ? String(n + 1) : "-"; });
    keep.hidden = answered;
    if (!answered) said.textContent = "No answer yet: move a line, or keep this order.";
  }
}

function sorterButton(text, action, label = "") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary";
  button.textContent = text;
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", action);
  return button;
}

/* Start */

function watchAnswers() {
  lastAnswer = JSON.stringify(readAnswer());
  form.addEventListener("input", () => { clearTimeout(typingTimer); typingTimer = setTimeout(noteAnswer, TYPING_PAUSE); });
  form.addEventListener("change", noteAnswer);
  form.addEventListener("focusout", noteAnswer);
  form.addEventListener("submit", turnPage);
  form.querySelectorAll("[data-ordering]").forEach(makeSorter);
  keepPlace();
}

function startClock() {
  if (page.dataset.remaining === undefined) return;
  // The figure is as old as the answer that brought it.
  const [navigation] = performance.getEntriesByType("navigation");
  setClock(Number(page.dataset.remaining), navigation ? navigation.responseStart : performance.now());
  setInterval(tick, 250);
  setInterval(askClock, POLL_EVERY);
}

function showSavedTime() {
  const time = document.querySelector("[data-saved] time");
  if (time) showStatus(`Saved ${new Date(time.dateTime).toLocaleTimeString("en-GB")}`);
}

async function start() {
  document.querySelectorAll("[data-map]").forEach((mark) => { nextSequence[mark.dataset.map] = Number(mark.dataset.sequence); });
  showSavedTime();
  const resent = resumeKept();
  if (form) watchAnswers();
  else document.querySelector("[data-submit-form]").addEventListener("submit", handInWhenSaved);
  window.addEventListener("beforeunload", warnIfUnsaved);
  window.addEventListener("pagehide", sendLast);
  window.addEventListener("online", retryNow);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // its numbers are old
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) noteAnswer();
    else { retryNow(); askClock(); }
  });
  startClock();
  if (!resent) return;
  showStatus("Saving…");
  await settled();
  if (!form && !halted) location.reload(); // the list of answers has changed
}

start();
