/* How are lines put in order? Buttons and a handle move them, and set the selects of the plain form. */

import { makeHandle } from "./drag.js";
import { makeButton } from "./say.js";
import { gettext } from "../words.js";

/* `whenMoved` is called after each change. */
export function makeSorter(fieldset, whenMoved) {
  const places = [...fieldset.querySelectorAll(".place")];
  const select = (place) => place.querySelector("select");
  const rank = (place) => Number(select(place).value) || places.length + 1;
  const list = document.createElement("ol");
  list.className = "sorter";
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");

  const rows = places.slice().sort((a, b) => rank(a) - rank(b)).map((place) => makeRow(place, select(place)));
  rows.forEach((row) => list.append(row.item));
  places.forEach((place) => { place.hidden = true; });
  fieldset.querySelector(".hint").textContent = gettext("Move the lines into the right order. The first comes on top.");
  const keep = makeButton(gettext("Keep this order"), () => settle(gettext("Order kept.")));
  fieldset.append(list, keep, said);
  rows.forEach((row) => row.item.prepend(makeHandle(row, {
    placeOf: () => rows.indexOf(row), count: rows.length, moveTo: (to, isDone) => moveTo(row, to, isDone),
  })));
  number();

  function makeRow(place, field) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.className = "sorter-text";
    const written = place.querySelector("[data-text]");
    Object.assign(text, { lang: written.lang, textContent: written.textContent });
    const row = { item, field, text: text.textContent, place: document.createElement("b") };
    const up = makeMover("↑", () => move(row, -1, up), gettext("Move up: %(text)s", { text: row.text }));
    const down = makeMover("↓", () => move(row, 1, down), gettext("Move down: %(text)s", { text: row.text }));
    item.append(row.place, text, up, down);
    return row;
  }

  function move(row, by, button) {
    const to = rows.indexOf(row) + by;
    if (to < 0 || to >= rows.length) return;
    moveTo(row, to, true);
    button.focus(); // moving an element in the page takes its focus away
  }

  /* While a line is dragged the others make room; the answer is where it is let go. */
  function moveTo(row, to, isDone) {
    const from = rows.indexOf(row);
    rows.splice(to, 0, rows.splice(from, 1)[0]);
    // The line itself stays in the page: one that is taken out would lose the finger that holds it.
    rows.slice(0, to).forEach((it) => row.item.before(it.item));
    row.item.after(...rows.slice(to + 1).map((it) => it.item));
    if (isDone) settle(gettext("%(text)s: now number %(number)s of %(count)s.", { text: row.text, number: to + 1, count: rows.length }));
  }

  function settle(words) {
    rows.forEach(({ field }, n) => { field.value = String(n + 1); });
    number();
    said.textContent = words;
    whenMoved();
  }

  function number() {
    const answered = rows.every(({ field }) => field.value !== "");
    rows.forEach(({ place }, n) => { place.textContent = answered ? String(n + 1) : "-"; });
    keep.hidden = answered;
    if (!answered) said.textContent = gettext("No answer yet: move a line, or keep this order.");
  }
}

function makeMover(text, action, label) {
  const button = makeButton(text, action);
  button.setAttribute("aria-label", label);
  return button;
}
