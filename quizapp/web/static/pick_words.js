/* The words that are selected in the passage stand in the form. */

import { lightWords, watchSelection } from "./select_words.js";

const picker = document.querySelector("[data-picker]");
const passage = document.querySelector(".passage");
const keys = document.querySelector("[data-keys-of-passage]");

function fillIn(words) {
  picker.elements.words.value = words.quote;
  picker.elements.paragraph.value = words.paragraph;
  picker.elements.start.value = words.start;
  lightWords(passage, words);
}

/* Who types does not mean the selection any more. */
function forget() {
  picker.elements.start.value = "";
  lightWords(passage, null);
}

keys.hidden = false;
keys.id = "keys-of-passage";
passage.setAttribute("aria-describedby", keys.id);
watchSelection(passage, fillIn);
picker.elements.words.addEventListener("input", forget);
picker.elements.paragraph.addEventListener("input", forget);
