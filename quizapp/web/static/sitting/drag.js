/* How is a line of a sorter moved with a handle? By mouse, pen or finger, and with the arrow keys. */

import { makeButton } from "./say.js";
import { gettext } from "../words.js";

const EDGE = 48; // pixels at the edges of the pane in which it scrolls along

/* `moveTo(place)` puts the line at a place and says so once it `isDone`. */
export function makeHandle({ item, text }, { placeOf, count, moveTo }) {
  const handle = makeButton("⠿", () => {});
  handle.className = "btn handle";
  handle.setAttribute("aria-label", gettext("Move with the arrow keys: %(text)s", { text }));
  const pane = item.closest(".pane");

  handle.addEventListener("keydown", (event) => {
    const target = { ArrowUp: placeOf() - 1, ArrowDown: placeOf() + 1, Home: 0, End: count - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (target >= 0 && target < count) moveTo(target, true);
    handle.focus();
  });

  handle.addEventListener("pointerdown", (event) => {
    if (event.button || handle.closest(":disabled")) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("is-dragged");
  });

  handle.addEventListener("pointermove", ({ clientY }) => {
    if (!item.classList.contains("is-dragged")) return;
    scrollAlong(clientY);
    const others = [...item.parentElement.children].filter((it) => it !== item);
    const target = others.filter((it) => middleOf(it) < clientY).length;
    if (target !== placeOf()) moveTo(target, false);
  });

  ["pointerup", "pointercancel"].forEach((name) => handle.addEventListener(name, () => {
    if (!item.classList.contains("is-dragged")) return;
    item.classList.remove("is-dragged");
    moveTo(placeOf(), true);
    handle.focus();
  }));

  function scrollAlong(y) {
    const { top, bottom } = pane.getBoundingClientRect();
    if (y < top + EDGE) pane.scrollBy(0, -12);
    if (y > bottom - EDGE) pane.scrollBy(0, 12);
  }

  return handle;
}

function middleOf(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
