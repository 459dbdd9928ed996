/* Which words of a passage has somebody selected, with the mouse, a finger or the keyboard?

   watchSelection(passage, (words) => …) reports {paragraph, start, end, quote} whenever words of a
   body paragraph (`<p class="para" id="p3">`, or with `data-paragraph="3"`) are selected, widened to whole words. The offsets
   are those of the server: characters (code points, not UTF-16 units) of the paragraph's own text.
   Paragraph numbers and what only a screen reader hears do not count. A selection that is given
   up is not reported: whoever listens keeps the last words until others are chosen. */

// A number with its sign and decimals, an abbreviation with its dots, or a plain word.
const WORD = /(?:\p{L}\.){2,}|[$€£¥]?[\p{L}\p{M}\p{N}_]+(?:[.,]\p{N}[\p{L}\p{M}\p{N}_]*)*%?/gu;
const NOT_ITS_TEXT = ".para-number, .visually-hidden, .note-ref";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const LEAPS = { ArrowDown: 1, ArrowUp: -1 };

/* Tell `report` of every selection; the function that comes back stops it. The passage takes the
   focus: arrow keys go from word to word and from paragraph to paragraph, with Shift they extend. */
export function watchSelection(passage, report) {
  const tell = () => {
    const words = readSelection(passage);
    if (words) report(words);
  };
  const step = (event) => pressArrow(passage, event);
  passage.tabIndex = 0;
  document.addEventListener("selectionchange", tell);
  passage.addEventListener("keydown", step);
  return () => {
    document.removeEventListener("selectionchange", tell);
    passage.removeEventListener("keydown", step);
  };
}

/* The words that are selected now, or null. A selection over several paragraphs ends with the
   first of them: no span of a question reaches further. */
export function readSelection(passage) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  for (const para of listParagraphs(passage)) {
    const start = offsetIn(para, range.startContainer, range.startOffset);
    const end = offsetIn(para, range.endContainer, range.endOffset);
    const words = start < end ? widen(para, start, end) : null;
    if (words) return words;
  }
  return null;
}

/* Keep words lit after the selection is gone, where the browser can: style `::highlight(chosen)`. */
export function lightWords(passage, words) {
  if (!window.CSS || !CSS.highlights) return;
  const para = words && listParagraphs(passage).find((one) => numberOf(one) === words.paragraph);
  if (!para) return CSS.highlights.delete("chosen");
  const text = textOf(para);
  const [start, end] = [words.start, words.end].map((offset) => toUnits(text, offset));
  CSS.highlights.set("chosen", new Highlight(rangeOf(para, start, end)));
}

/* Where on the screen some words of the passage stand. */
export function placeOf(passage, words) {
  const para = listParagraphs(passage).find((one) => numberOf(one) === words.paragraph);
  const [start, end] = [words.start, words.end].map((offset) => toUnits(textOf(para), offset));
  return rangeOf(para, start, end).getBoundingClientRect();
}

/* The word at a point of the screen, as `readSelection` tells of words; null where there is none. */
export function wordAt(passage, x, y) {
  const point = pointAt(x, y);
  const para = point && listParagraphs(passage).find((one) => one.contains(point.node));
  if (!para) return null;
  const at = offsetIn(para, point.node, point.offset);
  return widen(para, at, at + 1) || widen(para, at - 1, at);
}

function pointAt(x, y) {
  const place = document.caretPositionFromPoint && document.caretPositionFromPoint(x, y);
  if (place) return { node: place.offsetNode, offset: place.offset };
  const range = document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/* The middle of the line of text at a point of the screen, or null where there is none. */
export function lineAt(x, y) {
  const point = pointAt(x, y);
  if (!point || point.node.nodeType !== Node.TEXT_NODE) return null;
  const range = document.createRange();
  range.setStart(point.node, point.offset);
  const { top, height } = range.getBoundingClientRect();
  return height ? top + height / 2 : null;
}

function listParagraphs(passage) {
  return [...passage.querySelectorAll(".para[id]")].filter((para) => numberOf(para));
}

function numberOf(para) {
  const [, number] = /^p(\d+)$/.exec(para.id) || [];
  return Number(para.dataset.paragraph || number || 0);
}

/* The text nodes of a paragraph that are its own text. */
function textsIn(para) {
  const walker = document.createTreeWalker(para, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(NOT_ITS_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

function textOf(para) {
  return textsIn(para).map((node) => node.data).join("");
}

/* How many units of the paragraph's text stand before a point of the document. */
function offsetIn(para, container, offset) {
  const point = document.createRange();
  point.setStart(container, offset);
  point.collapse(true);
  let before = 0;
  for (const node of textsIn(para)) {
    if (node === container) return before + offset;
    if (point.comparePoint(node, 0) >= 0) return before;
    before += node.length;
  }
  return before;
}

function rangeOf(para, start, end) {
  const range = document.createRange();
  let before = 0;
  let begun = false;
  for (const node of textsIn(para)) {
    if (!begun && start < before + node.length) {
      range.setStart(node, start - before);
      begun = true;
    }
    if (begun && end <= before + node.length) {
      range.setEnd(node, end - before);
      break;
    }
    before += node.length;
  }
  return range;
}

function listWords(text) {
  return [...text.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/* The whole words that a stretch of a paragraph touches, in the server's offsets. */
function widen(para, start, end) {
  const text = textOf(para);
  const touched = listWords(text).filter((word) => word.start < end && start < word.end);
  if (!touched.length) return null;
  const [from, to] = [touched[0].start, touched[touched.length - 1].end];
  const [first, last] = [from, to].map((units) => [...text.slice(0, units)].length);
  return { paragraph: numberOf(para), start: first, end: last, quote: text.slice(from, to) };
}

function toUnits(text, codePoints) {
  return [...text].slice(0, codePoints).join("").length;
}

/* The keyboard: `at` is the word that moves, `anchor` the one that stays while Shift is held. */
const places = new WeakMap();

function pressArrow(passage, event) {
  const moves = event.key in STEPS || event.key in LEAPS;
  if (!moves || event.target !== passage || event.ctrlKey || event.altKey || event.metaKey) return;
  const paras = listParagraphs(passage);
  const place = movedPlace(paras, places.get(passage), event);
  if (!place) return;
  event.preventDefault();
  places.set(passage, place);
  selectWords(paras[place.para], place);
}

function movedPlace(paras, place, { key, shiftKey }) {
  const wordsOf = (para) => (paras[para] ? listWords(textOf(paras[para])).length : 0);
  if (!place) return wordsOf(0) ? { para: 0, anchor: 0, at: 0 } : null;
  if (key in LEAPS) {
    const para = place.para + LEAPS[key];
    return wordsOf(para) ? { para, anchor: 0, at: 0 } : null;
  }
  const at = Math.min(Math.max(place.at + STEPS[key], 0), wordsOf(place.para) - 1);
  return { para: place.para, anchor: shiftKey ? place.anchor : at, at };
}

function selectWords(para, { anchor, at }) {
  const words = listWords(textOf(para));
  const [first, last] = [Math.min(anchor, at), Math.max(anchor, at)];
  const range = rangeOf(para, words[first].start, words[last].end);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  (range.endContainer.parentElement || para).scrollIntoView({ block: "nearest" });
}
