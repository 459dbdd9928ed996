/* Comforts for writing a question: rows that come and go, gaps, evidence by selecting, a preview.
   Without this script the form works too: there are spare rows and a button for the preview. */
import { makeSorter } from "./sitting/sorter.js";
import { lightWords, watchSelection } from "./select_words.js";

const form = document.querySelector("#question-form");
const passage = document.querySelector("[data-passage]");
const GAP = "____";
const PAUSE = 500; // milliseconds without typing before the preview follows

/* Tell everybody who listens to the form that something has changed without typing. */
function tellChange() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function makeButton(text, press) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-sm btn-outline-primary", textContent: text });
  button.addEventListener("click", press);
  return button;
}

/* Rows: options, pairs, lines, numbers, further words. */

const rowsOf = (group) => [...group.querySelectorAll("[data-row]")];

function numberRows(group) {
  const { rows: list, one } = group.dataset;
  const place = new RegExp(`(^|\\s)${list}-\\d+`, "g");
  rowsOf(group).forEach((row, index) => {
    for (const element of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(place, `$1${list}-${index}`));
      }
    }
    const title = row.querySelector(":scope > legend") || row.querySelector("label");
    title.textContent = `${one} ${index + 1}`;
    row.querySelectorAll("[data-act]").forEach((button) => {
      button.setAttribute("aria-label", `${button.dataset.act}: ${one.toLowerCase()} ${index + 1}`);
    });
  });
  const add = group.querySelector(":scope > [data-add-row]");
  if (add) add.hidden = rowsOf(group).length >= Number(group.dataset.most);
}

function emptyRow(row) {
  row.querySelectorAll(".field-error").forEach((error) => error.remove());
  row.querySelectorAll(".has-error").forEach((field) => field.classList.remove("has-error"));
  for (const field of row.querySelectorAll("input, textarea, select")) {
    field.removeAttribute("aria-invalid");
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
}

function addRow(group) {
  const last = rowsOf(group).at(-1);
  const fresh = last.cloneNode(true);
  emptyRow(fresh);
  fresh.querySelector("[data-tools]").remove();
  last.after(fresh);
  offerTools(group, fresh);
  numberRows(group);
  return fresh;
}

function moveRow(group, row, step) {
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row); else other.after(row);
  numberRows(group);
  tellChange();
}

function removeRow(group, row) {
  const rows = rowsOf(group);
  const next = rows[rows.indexOf(row) + 1] || rows[rows.indexOf(row) - 1];
  if (next) row.remove(); else emptyRow(row);
  numberRows(group);
  (next || row).querySelector("textarea, input:not([type=hidden])").focus();
  tellChange();
}

function offerTools(group, row) {
  const tools = document.createElement("div");
  tools.className = "row-tools";
  tools.dataset.tools = "";
  const acts = [
    ["Move up", "↑", () => { moveRow(group, row, -1); }],
    ["Move down", "↓", () => { moveRow(group, row, 1); }],
    ["Remove", "×", () => { removeRow(group, row); }],
  ];
  for (const [name, sign, press] of acts) {
    const button = makeButton(sign, () => {
      press();
      if (name !== "Remove") button.focus(); // moving a row takes the focus away
    });
    Object.assign(button, { title: name }).dataset.act = name;
    tools.append(button);
  }
  row.append(tools);
}

function offerRows(group) {
  if (!Number(group.dataset.most)) return;
  rowsOf(group).forEach((row) => offerTools(group, row));
  const add = makeButton(group.dataset.add, () => {
    addRow(group).querySelector("textarea, input:not([type=hidden])").focus();
    tellChange();
  });
  add.dataset.addRow = "";
  group.append(add);
  numberRows(group);
}

/* One key: ticking another takes the tick away. */
function keepOneKey(options) {
  options.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    options.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = box === target; });
  });
}

/* Gaps: as many fields for answers as the text has gaps. */
function followGaps(list) {
  const stem = form.elements.stem;
  const tool = document.querySelector("[data-gap-tool]");
  const count = (text) => text.split(GAP).length - 1;
  const fields = () => [...list.querySelectorAll(":scope > .field")];

  const number = () => fields().forEach((field, index) => {
    const area = field.querySelector("textarea");
    Object.assign(area, { id: `answers-${index}`, name: `answers-${index}` });
    Object.assign(field.querySelector("label"), { htmlFor: area.id, textContent: `Gap ${index + 1}` });
  });

  const insert = (index, words) => {
    const fresh = fields()[0].cloneNode(true);
    emptyRow(fresh);
    fresh.querySelector("textarea").value = words;
    if (index) fields()[index - 1].after(fresh); else list.prepend(fresh);
  };

  const follow = () => {
    const wanted = Math.min(Math.max(count(stem.value), 1), Number(list.dataset.most));
    while (fields().length < wanted) insert(fields().length, "");
    while (fields().length > wanted && !fields().at(-1).querySelector("textarea").value.trim()) fields().at(-1).remove();
    number();
  };

  const makeGap = () => {
    const [start, end] = [stem.selectionStart, stem.selectionEnd];
    const chosen = stem.value.slice(start, end);
    const words = chosen.trim();
    if (!words || words.includes(GAP)) return stem.focus();
    const from = start + chosen.indexOf(words);
    insert(count(stem.value.slice(0, from)), words);
    stem.setRangeText(GAP, from, from + words.length, "end");
    follow();
    stem.focus();
    tellChange();
  };

  tool.hidden = false;
  tool.querySelector("button").addEventListener("click", makeGap);
  stem.addEventListener("input", follow);
  follow();
}

/* Evidence: words that are selected in the passage go into the form. */

function fillWords(box, words) {
  box.querySelector("textarea").value = words.quote;
  box.querySelector("[name$=paragraph]").value = words.paragraph;
  box.querySelector("[name$=start]").value = words.start;
  tellChange();
}

/* What the server has lit is no longer the evidence. */
function putOut() {
  passage.querySelectorAll("mark.mark-critical").forEach((mark) => {
    mark.querySelectorAll(".visually-hidden").forEach((aside) => aside.remove());
    const para = mark.parentElement;
    mark.replaceWith(...mark.childNodes);
    para.normalize();
  });
}

function useAsEvidence(words) {
  fillWords(form.querySelector("[data-words=evidence]"), words);
  putOut();
  lightWords(passage, words);
}

function useAsMore(words) {
  const group = form.querySelector("[data-rows=more_words]");
  group.closest("details").open = true;
  const isEmpty = (row) => !row.querySelector("textarea").value.trim();
  const row = rowsOf(group).find(isEmpty) || addRow(group);
  fillWords(row, words);
}

function offerPicking(picker) {
  const said = picker.querySelector("[data-picker-words]");
  const uses = { evidence: useAsEvidence, more: useAsMore };
  let words = null;
  watchSelection(passage, (found) => {
    words = found;
    said.textContent = `Paragraph ${found.paragraph}: “${found.quote}”`;
    picker.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  });
  picker.addEventListener("click", ({ target }) => {
    if (!words || !target.dataset.use) return;
    uses[target.dataset.use](words);
    document.getSelection().removeAllRanges(); // what is lit shows now, and the next one is new
    said.textContent = target.dataset.use === "evidence" ? `The evidence is: “${words.quote}”` : `Noted: “${words.quote}”`;
  });
  picker.hidden = false;
}

/* The passage opens at its evidence. */
function showEvidence() {
  const mark = passage.querySelector("mark");
  if (mark) passage.scrollTop += mark.getBoundingClientRect().top - passage.getBoundingClientRect().top - passage.clientHeight / 3;
}

/* Lines are put in order as in an attempt. */
function makeSorters(root) {
  root.querySelectorAll("[data-ordering]").forEach((fieldset) => makeSorter(fieldset, () => {}));
}

/* The preview follows what is typed. */
function followTyping() {
  const page = document.querySelector("#preview");
  const shown = {};
  let waiting = 0;
  let asked = 0;

  /* What has not changed stays as it is: it may be read out just now, or be tried. */
  const replacePart = (fresh, name) => {
    const [old, now] = [page, fresh].map((root) => root.querySelector(`[data-part=${name}]`));
    if (!now || shown[name] === now.innerHTML) return;
    shown[name] = now.innerHTML;
    old.innerHTML = now.innerHTML;
    makeSorters(old);
  };

  const refresh = async () => {
    const turn = ++asked;
    try {
      const reply = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
      const text = await reply.text();
      if (!reply.ok || reply.redirected || turn !== asked) return;
      const fresh = new DOMParser().parseFromString(text, "text/html");
      ["look", "remarks"].forEach((name) => replacePart(fresh, name));
    } catch { /* offline: the next change asks again */ }
  };

  makeSorters(page);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
}

/* Leaving with unsaved work asks first. */
function guardWork() {
  let unsaved = document.querySelector(".error-summary") !== null;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

document.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
document.querySelectorAll("[data-rows]").forEach(offerRows);
document.querySelectorAll("[data-single]").forEach(keepOneKey);
document.querySelectorAll("[data-gaps]").forEach(followGaps);
document.querySelectorAll("[data-picker]").forEach(offerPicking);
showEvidence();
followTyping();
guardWork();
