/* What becomes of the words that a reader chooses? Marked, noted, looked up, kept.

   Everything is a form of the page or of a page that is fetched; where the server cannot be
   reached the tray says so, and what was written stays in its field. */

import { lightWords, placeOf, readSelection, watchSelection, wordAt } from "../select_words.js";

const find = (name) => document.querySelector(`[data-tray-${name}]`);

export function watchWords(text, settings) {
  const tray = document.querySelector("[data-tray]");
  const section = document.querySelector("[data-note-form]");
  const form = section.querySelector("form");
  const home = section.nextElementSibling;
  let chosen = null;

  function open(words) {
    chosen = words;
    find("quote").textContent = words.quote;
    find("meaning").replaceChildren();
    tell("");
    lightWords(text, words);
    tray.hidden = false;
    find("look-up").hidden = !isWord(words.quote);
  }

  /* The chosen words stay in sight above the tray. */
  function clear() {
    if (!chosen) return; // it was closed while the meaning was on its way
    const [words, over] = [placeOf(text, chosen), tray.getBoundingClientRect()];
    const isBeside = over.left >= words.right;
    if (!isBeside && words.bottom > over.top) window.scrollBy(0, words.bottom - over.top + 16);
  }

  function close() {
    tray.hidden = true;
    chosen = null;
    home.before(section);
    lightWords(text, null);
    document.getSelection().removeAllRanges();
    text.focus({ preventScroll: true });
  }

  function tell(message) {
    find("told").textContent = message;
    find("told").hidden = !message;
  }

  function fill() {
    form.elements.paragraph.value = chosen.paragraph;
    form.elements.quote.value = chosen.quote;
    form.elements.start.value = chosen.start;
  }

  /* Send the note; the page that comes back has the text with it, or says what is wrong. */
  async function save(fields) {
    const page = await send(form.action, { method: "POST", body: fields });
    if (!page) return tell(tray.dataset.failed);
    const fault = page.querySelector("[data-note-form] .field-error");
    if (fault) return tell(fault.textContent.replace(/\s+/g, " ").trim());
    text.replaceChildren(...page.getElementById(text.id).childNodes);
    form.elements.text.value = "";
    close();
  }

  function mark(colour) {
    fill();
    const fields = new FormData(form);
    fields.set("colour", colour);
    fields.set("text", "");
    save(fields);
  }

  function write() {
    fill();
    find("form").append(section);
    form.elements.text.focus();
  }

  async function lookUp(words) {
    const asked = new URLSearchParams({ word: words.quote });
    if (words.paragraph) asked.set("paragraph", words.paragraph);
    if (words.paragraph) asked.set("start", words.start);
    showMeaning(await send(`${settings.meaning}?${asked}`));
  }

  function showMeaning(page) {
    const found = page && page.querySelector("[data-meaning]");
    if (!found) return tell(tray.dataset.unknown);
    tell("");
    find("look-up").hidden = true;
    find("meaning").replaceChildren(found);
    clear();
  }

  async function keep(event) {
    event.preventDefault();
    const page = await send(event.target.action, { method: "POST", body: new FormData(event.target) });
    if (page) showMeaning(page);
    else tell(tray.dataset.failed);
  }

  function tap(event) {
    if (event.target.closest("a, button, .margin") || readSelection(text)) return;
    const word = wordAt(text, event.clientX, event.clientY);
    if (!word) return;
    open(word);
    lookUp(word);
  }

  function press(event) {
    if (event.key === "Escape" && !tray.hidden) close();
    if (event.key !== "Enter" || event.target !== text || tray.hidden) return;
    event.preventDefault();
    tray.querySelector("[data-tray-mark]").focus();
  }

  watchSelection(text, (words) => { if (!tray.contains(document.activeElement)) open(words); });
  text.addEventListener("click", tap);
  document.addEventListener("keydown", press);
  tray.addEventListener("submit", (event) => { if (event.target.matches("[data-keep]")) keep(event); });
  form.addEventListener("submit", (event) => {
    if (!chosen) return; // written by hand at the end of the page: sent as a form
    event.preventDefault();
    save(new FormData(form));
  });
  tray.querySelectorAll("[data-tray-mark]").forEach((one) => one.addEventListener("click", () => mark(one.dataset.trayMark)));
  find("note").addEventListener("click", write);
  find("look-up").addEventListener("click", () => lookUp(chosen));
  find("close").addEventListener("click", close);
}

/* The page that the server answers with, after it has sent us on; null when none comes. */
async function send(url, how = {}) {
  const reply = await fetch(url, how).catch(() => null);
  if (!reply || !reply.ok) return null;
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

function isWord(quote) {
  return !/\s/.test(quote.trim());
}
