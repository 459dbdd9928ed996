/* How is a text read aloud? By the browser's own voice, a paragraph at a time. */

import { gettext } from "../words.js";

const PARTS = "h2.passage-title, h3, h4, .para, .caption, .stem, .choice label, .match label, .sorter-text";

/* Without a voice the buttons stay hidden. */
export function offerReading() {
  if (!("speechSynthesis" in window)) return;
  document.querySelectorAll("[data-aloud]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => (button.dataset.speaking ? stop() : read(button)));
  });
  window.addEventListener("pagehide", stop);
}

function read(button) {
  stop();
  button.dataset.speaking = "yes";
  button.textContent = gettext("Stop reading");
  const parts = listParts(document.getElementById(button.dataset.aloud));
  parts.forEach((part, place) => {
    const said = new SpeechSynthesisUtterance(spokenText(part));
    said.lang = part.closest("[lang]").lang;
    if (place === parts.length - 1) said.onend = () => rest(button);
    window.speechSynthesis.speak(said);
  });
}

function listParts(block) {
  return [...block.querySelectorAll(PARTS)].filter((part) => part.textContent.trim() && !part.closest("[hidden]"));
}

function spokenText(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll(".para-number, .visually-hidden").forEach((it) => it.remove());
  copy.querySelectorAll("input, .gap").forEach((gap) => gap.replaceWith(" blank "));
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function stop() {
  window.speechSynthesis.cancel();
  document.querySelectorAll("[data-speaking]").forEach(rest);
}

function rest(button) {
  delete button.dataset.speaking;
  button.textContent = gettext("Read aloud");
}
