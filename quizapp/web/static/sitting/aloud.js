/* How is a text read aloud? By the browser's own voice, a sentence or a part at a time.

   What is being said is lit. To pause is to stop and to remember the place: many browsers lose
   a voice that is paused for long. Without a voice no button is ever shown. */

import { gettext } from "../words.js";

const PARTS = "h2.passage-title, .room-heading, h3, h4, .para, .caption, .stem, .choice label, .match label, .sorter-text";
const UNSPOKEN = ".para-number, .visually-hidden, .note-ref";
const KEYS = { p: "toggle", n: "next", b: "previous" };

const hasVoice = () => "speechSynthesis" in window;
let speaking = null; // one voice a page: who begins stops the other

/* The plain buttons of a sitting: each reads one block, and stops. */
export function offerReading() {
  if (!hasVoice()) return;
  document.querySelectorAll("[data-aloud]").forEach((button) => {
    const voice = makeVoice(() => listParts(document.getElementById(button.dataset.aloud)), (state) => {
      button.textContent = state === "playing" ? gettext("Stop reading") : gettext("Read aloud");
    });
    button.hidden = false;
    button.addEventListener("click", () => (voice.isPlaying() ? voice.stop() : voice.play()));
  });
}

/* The reader of a text, with all its buttons. `words` are play, pause and resume. */
export function openReader(bar, words) {
  if (!hasVoice()) return;
  const find = (name) => bar.querySelector(`[data-reader-${name}]`);
  const text = document.getElementById(bar.dataset.reader);
  const voice = makeVoice(() => listParts(text), (state) => {
    find("play").textContent = { playing: words.pause, paused: words.resume, resting: words.play }[state];
    find("more").hidden = state === "resting";
  });
  const toggle = () => (voice.isPlaying() ? voice.pause() : voice.play());
  bar.hidden = false;
  document.querySelectorAll("[data-voice-keys]").forEach((hint) => { hint.hidden = false; });
  find("play").addEventListener("click", toggle);
  find("next").addEventListener("click", () => voice.step(1));
  find("previous").addEventListener("click", () => voice.step(-1));
  find("stop").addEventListener("click", () => { voice.stop(); find("play").focus(); });
  find("rate").addEventListener("change", (event) => voice.setRate(Number(event.target.value)));
  text.addEventListener("keydown", (event) => {
    const move = KEYS[event.key];
    if (!move || event.target !== text || event.ctrlKey || event.altKey || event.metaKey) return;
    if (move === "toggle") toggle();
    else voice.step(move === "next" ? 1 : -1);
  });
}

/* A voice for the parts that `list` finds; `tell` hears playing, paused or resting. */
function makeVoice(list, tell) {
  let [parts, at, rate, state] = [[], 0, 1, "resting"];
  const voice = { isPlaying: () => state === "playing", play, pause, stop, step, setRate };

  function change(next) {
    state = next;
    if (state !== "playing") hush();
    light(state === "resting" ? null : parts[at]);
    tell(state);
  }

  function play() {
    if (speaking && speaking !== voice) speaking.stop();
    speaking = voice;
    if (state === "resting") [parts, at] = [list(), 0];
    if (!parts.length) return;
    change("playing");
    say();
  }

  function say() {
    hush();
    const part = parts[at];
    const said = new SpeechSynthesisUtterance(spokenText(part));
    said.lang = part.closest("[lang]").lang;
    said.rate = rate;
    said.onend = () => { if (said === voice.said && state === "playing") goOn(); };
    voice.said = said;
    window.speechSynthesis.speak(said);
  }

  function goOn() {
    if (at + 1 >= parts.length) return stop();
    step(1);
  }

  function step(by) {
    at = Math.min(Math.max(at + by, 0), parts.length - 1);
    light(parts[at]);
    parts[at].scrollIntoView({ block: "nearest" });
    if (state === "playing") say();
  }

  function setRate(next) {
    rate = next;
    if (state === "playing") say();
  }

  function hush() {
    voice.said = null;
    window.speechSynthesis.cancel();
  }

  function pause() { if (state === "playing") change("paused"); }
  function stop() { if (state !== "resting") change("resting"); }

  window.addEventListener("pagehide", stop);
  return voice;
}

/* The parts in order; a paragraph whose sentences are told apart is read sentence by sentence. */
function listParts(block) {
  return [...block.querySelectorAll(PARTS)]
    .filter((part) => part.textContent.trim() && !part.closest("[hidden]"))
    .flatMap((part) => {
      const sentences = [...part.querySelectorAll(".sentence")];
      return sentences.length ? sentences : [part];
    });
}

function spokenText(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input, .gap").forEach((gap) => gap.replaceWith(" blank "));
  copy.querySelectorAll(UNSPOKEN).forEach((it) => it.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function light(part) {
  document.querySelectorAll(".is-spoken").forEach((one) => one.classList.remove("is-spoken"));
  if (part) part.classList.add("is-spoken");
}
