/* How do the parts of a sitting work together on its page?

   Answers are saved in the background, pages are turned without the server, and the server's
   clock is shown. Every page works without this file; then the buttons of the forms do it all. */

import { openLine } from "./ask.js";
import { openBell } from "./bell.js";
import { clockText, findArrival, startClock } from "./clock.js";
import { openClockMenu } from "./clock_menu.js";
import { openDevice } from "./device.js";
import { prepareEnding } from "./ending.js";
import { watchFlags } from "./flags.js";
import { recall, remember } from "./keep.js";
import { isLeaving, reload, watchLinks } from "./leave.js";
import { openOutbox } from "./outbox.js";
import { findAddressed, keepPlace, openPaper } from "./paper.js";
import { linkParagraphs } from "./paragraphs.js";
import { watchHold, watchPresence } from "./presence.js";
import { isAnswer } from "./question.js";
import { dropNotice, makeButton, makeLink, ring, showClosed, showNotice, showSaved, showWaiting, timeOf } from "./say.js";
import { makeSorter } from "./sorter.js";
import { prepareTurning } from "./turning.js";
import { gettext } from "../words.js";

const TYPING_PAUSE = 600;
const POLL_AFTER = 8; // seconds; the server says when it is to be longer, see web/pacing.py
const TICK_EVERY = 250;
const TOLD = "quizapp.told";

const device = openDevice(JSON.parse(document.querySelector("[data-sitting]").dataset.sitting));
const { settings } = device;
const { home, tab } = settings;
const line = openLine(home);
const paper = openPaper(settings);
const clock = startClock(settings.clock, device.isKept ? performance.now() : findArrival());
const bell = openBell(settings);
const clockMenu = openClockMenu();
const flags = watchFlags({ line, paper });
const presence = watchPresence(line);
const hold = watchHold({ settings, paper, takeAnswers, carryOn });
paper.all().forEach(takeUp);
const next = Object.fromEntries(paper.all().map((it) => [it.position, it.sequence()]));
const outbox = openOutbox({
  attempt: settings.attempt, tab, line, next,
  tell: { saved, refused, waiting, lost, back: presence.noteOutage },
});
const ending = prepareEnding({ settings, clock, outbox, paper, takeAnswers, reach });
const turning = paper.current() && prepareTurning({ settings, paper, outbox, flags, ending, reach, takeAnswers });
const rare = []; // parts that only some papers need, on their way
let typingTimer = 0;
let questionIsOver = false;

/* Answers */

/* What the server has kept since this page was kept on the device. */
function takeUp(question) {
  const known = device.compare(question);
  if (known) showAnswer(question, known);
}

function showAnswer(question, { sequence, ...given }) {
  question.fill(given);
  if (sequence > question.sequence()) question.number(sequence);
  paper.mark(question.position, "answered", isAnswer(given));
}

function takeAnswers() {
  clearTimeout(typingTimer);
  for (const question of paper.all()) {
    const given = question.takeNew();
    if (given) give(question.position, given);
  }
}

function give(position, given) {
  dropNotice(position);
  if (!outbox.isWaiting()) showSaved(gettext("Saving…"));
  paper.mark(position, "answered", isAnswer(given));
  outbox.add(position, { ...given, seconds: paper.secondsOn(position) });
}

function saved(entry, receipt, isOutdated) {
  const question = paper.get(entry.position);
  if (question) question.number(receipt.sequence);
  if (receipt.in_force) device.noteAnswer(entry.position, entry, receipt.sequence);
  device.noteSaved(receipt.saved_at);
  if (receipt.late) ending.noteLate();
  if (receipt.late && !receipt.closed) showNotice(entry.position, gettext("Question %(number)s: kept, but it came after the time was over. Your teacher decides whether it counts.", { number: entry.position }));
  if (isOutdated) tellOutdated(entry, question);
  noteRest(receipt.late ? gettext("Kept, late") : sayWhenSaved(receipt.saved_at), receipt.late);
  noteLine(true);
  heed(entry.tab === tab ? receipt : { ...receipt, elsewhere: hold.isElsewhere() });
}

function sayWhenSaved(moment) {
  return gettext("Saved %(time)s", { time: timeOf(moment) });
}

function tellOutdated(entry, question) {
  const told = gettext("Question %(number)s: you gave a newer answer in another tab; that one counts.", { number: entry.position });
  if (!question) return showNotice(entry.position, told);
  const use = () => { question.fill(entry); give(entry.position, entry); };
  showNotice(entry.position, `${told} ${gettext("The older one was: %(answer)s.", { answer: question.describe(entry) })}`,
    makeButton(gettext("Use the older answer"), use), makeLink(gettext("Show the newer answer"), `${home}?question=${entry.position}`));
}

function refused(entry, message) {
  noteRest(gettext("Not saved"), true);
  showNotice(entry.position, `${gettext("Question %(number)s: this answer could not be saved. It is kept on this device.", { number: entry.position })} ${message}`);
}

function waiting(isKept) {
  hasLine = false;
  showSaved(`${gettext("Not saved yet: no connection.")} ${isKept ? gettext("Kept on this device.") : gettext("Keep this page open.")}`, true);
  ending.explainWaiting();
}

function lost() {
  showSaved(outbox.isEmpty() ? gettext("Nothing more is saved here") : gettext("Not saved"), true);
  const way = makeLink(gettext("Load this page again"), location.href.split("#")[0]);
  showClosed(gettext("You are signed out, or this page is too old. What is not saved is kept on this device."), way);
}

/* What the bar says while nothing is on its way, and whether there is a line at all. */
let rest = { text: gettext("Nothing to save yet"), isBad: false };
let hasLine = true;

function noteRest(text, isBad = false) {
  rest = { text, isBad };
  showRest();
}

function noteLine(isThere) {
  if (hasLine === isThere) return;
  hasLine = isThere;
  showRest();
  if (isThere && device.isKept) showNotice("kept", gettext("The line is back."), makeButton(gettext("Load this page again"), reload));
}

function showRest() {
  if (!outbox.isEmpty() || outbox.isHalted()) return;
  showSaved(hasLine ? rest.text : gettext("%(saved)s. No connection now.", { saved: rest.text }), rest.isBad || !hasLine);
}

/* The server's word */

let asking = null;
let askAt = performance.now() + 1000 * POLL_AFTER;
let holds = !tab; // only the page with the questions holds the sitting

function ask() {
  askWithin(POLL_AFTER);
  asking = asking || askInOrder().catch(missLine).finally(() => { asking = null; device.noteClock(clock.figures()); });
  return asking;
}

/* Hold the sitting first: until then the page that was loaded before this one is another one. */
async function askInOrder() {
  if (holds) return hear(await line.get(`/clock?tab=${tab}`));
  const told = hear(await line.post("/hold", { tab }));
  holds = Boolean(told);
  return told;
}

function missLine() {
  if (!isLeaving() && !outbox.isHalted()) noteLine(false);
  return null;
}

function hear(reply) {
  if (reply.status >= 500) return missLine();
  if (reply.status === 429) return null;
  if (reply.status !== 200 || !reply.isOurs) return lost();
  noteLine(true);
  outbox.retryNow();
  heed(reply.body);
  flags.send();
  return reply.body;
}

/* Not all at the same moment: a school begins at once. */
function askWithin(seconds) {
  askAt = performance.now() + 1000 * seconds * (0.9 + 0.1 * Math.random());
}

function heed(told) {
  askWithin(told.ask_again_seconds);
  clock.set(told);
  bell.noteAdded(told.added_seconds);
  hold.show(told.elsewhere);
  if (told.closed) ending.close(told.result_url);
  else if (told.phase === "on_break" && outbox.isEmpty() && !isLeaving()) reload();
  else ending.reopenIf(told);
  tick();
}

/* Ask until there is an answer, or nobody wants it any more. */
async function reach(isWanted = () => true) {
  while (isWanted() && !isLeaving() && !outbox.isHalted()) {
    const told = await ask();
    if (told) return told;
    showWaiting(`${ending.isOver() ? `${gettext("Time is over.")} ` : ""}${gettext("No connection. Your answers are kept. The page goes on when the line is back.")}`);
    await new Promise((resolve) => { setTimeout(resolve, 3000); window.addEventListener("online", resolve, { once: true }); });
  }
  return null;
}

async function carryOn() {
  takeAnswers();
  await outbox.settled();
  await line.post("/hold", { tab }).then(reload, () => showWaiting(gettext("No connection. Try again when the line is back.")));
}

/* Time */

function tick() {
  const parted = clock.parted();
  if (parted) ask().then((told) => { if (!told) clock.catchUp(parted); });
  if (performance.now() >= askAt) ask();
  const left = clock.left("remaining_seconds");
  if (left !== null) tickAttempt(left);
  if (!ending.isOver()) tickQuestion();
}

function tickAttempt(left) {
  const toHandIn = left === 0 && settings.at_bell === "grace";
  showTime("clock-text", toHandIn ? clock.left("submit_seconds") : left);
  if (toHandIn) document.querySelector("[data-clock-name]").textContent = gettext("Time left to hand in");
  document.querySelector("[data-clock]").classList.toggle("is-short", left <= 300);
  bell.warn(left);
  clockMenu.follow(toHandIn ? clock.left("submit_seconds") : left);
  if (left === 0 && !ending.isOver()) ending.ringOut();
}

function tickQuestion() {
  const left = clock.left("question_seconds");
  if (left === null || !paper.current()) return;
  showTime("question-clock", left);
  if (left > 0 || questionIsOver) return;
  questionIsOver = true;
  const told = gettext("The time for question %(number)s was over.", { number: paper.current().position });
  ring(told);
  remember("sessionStorage", TOLD, told); // the next page says it too
  takeAnswers();
  paper.setShut(true);
  turning.act("next");
}

function showTime(name, left) {
  const shown = document.querySelector(`[data-${name}]`);
  if (shown && shown.textContent !== clockText(left)) shown.textContent = clockText(left);
}

/* Start */

function watchAnswers() {
  const pane = document.querySelector("#question");
  pane.addEventListener("input", () => { clearTimeout(typingTimer); typingTimer = setTimeout(takeAnswers, TYPING_PAUSE); });
  pane.addEventListener("change", takeAnswers);
  pane.addEventListener("focusout", takeAnswers);
  pane.addEventListener("submit", (event) => event.preventDefault()); // its button has done it all
  pane.addEventListener("focusin", (event) => {
    const section = event.target.closest("[data-question]");
    if (section) paper.touch(Number(section.dataset.question));
  });
  paper.all().forEach(({ section }) => section.querySelectorAll("[data-ordering]").forEach((it) => makeSorter(it, takeAnswers)));
  linkParagraphs(paper);
  keepPlace(paper);
  if (document.querySelector("[data-spots]")) rare.push(import("./spots.js").then(({ watchSpots }) => watchSpots(paper, takeAnswers)));
  ask();
}

/* What an earlier page could not send is on its way; it stands on the page unless a newer answer does. */
function resume() {
  const known = { ...next };
  const kept = outbox.resume();
  kept.filter((entry) => entry.sequence >= known[entry.position]).forEach((entry) => {
    showAnswer(paper.get(entry.position), entry);
  });
  return kept.length > 0;
}

function watchPage() {
  const leftover = () => !isLeaving() && !outbox.isHalted() && !outbox.isEmpty();
  window.addEventListener("beforeunload", (event) => { takeAnswers(); outbox.part(); if (leftover()) event.preventDefault(); });
  window.addEventListener("pagehide", () => { takeAnswers(); outbox.sendLast(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // its numbers are old
  ["online", "focus", "pageshow"].forEach((name) => window.addEventListener(name, wake));
  document.addEventListener("visibilitychange", () => { if (document.hidden) takeAnswers(); else wake(); });
  watchLinks(home);
}

function wake() {
  outbox.retryNow();
  ask();
}

/* The page comes from this device: it says so, and shows the question that its address names. */
function beginKept() {
  noteLine(false);
  showNotice("kept", gettext("No connection. This page comes from this device, and so does the time: it is as far as this device knows. Go on: your answers are kept here and sent when the line is back."));
  const addressed = paper.get(findAddressed());
  if (addressed && addressed !== paper.current()) paper.show(addressed.position);
}

function tellAgain() {
  const told = recall("sessionStorage", TOLD);
  remember("sessionStorage", TOLD, null);
  if (told) ring(told);
}

/* When all of it is there, so that all of it is kept. */
async function keepPage() {
  await Promise.allSettled(rare);
  const part = await import("./offline.js").catch(() => null);
  if (part) part.keepForLater({ home, wasKept: device.isKept });
}

async function start() {
  tellAgain();
  const time = document.querySelector("[data-saved] time");
  const savedAt = (device.isKept && device.savedAt()) || (time && time.dateTime);
  if (savedAt) noteRest(sayWhenSaved(savedAt));
  if (device.isKept) beginKept();
  const isResent = resume();
  if (isResent) showSaved(gettext("Saving…"));
  if (paper.current()) watchAnswers();
  document.querySelectorAll("[data-submit-form]").forEach((form) => form.addEventListener("submit", ending.handIn));
  watchPage();
  if (document.querySelector("[data-aloud]")) rare.push(import("./aloud.js").then(({ offerReading }) => offerReading()));
  tick();
  setInterval(tick, TICK_EVERY);
  if (paper.current() && settings.may_keep) window.addEventListener("load", keepPage);
  if (!isResent || paper.current()) return;
  await outbox.settled();
  if (!outbox.isHalted() && !isLeaving()) reload(); // the list of answers has changed
}

start();
