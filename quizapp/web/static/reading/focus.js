/* Which three lines are lit? A band over the text follows the pointer, or the arrow keys. */

import { lineAt } from "../select_words.js";

const LINES = 3;
const FARTHEST = 4; // lines from one paragraph to the next
const INDENT = 64; // of the text from its edge, so that a point lies within the lines

export function startFocus() {
  const text = document.querySelector(".passage");
  const band = document.createElement("div");
  band.className = "focus-band";
  band.hidden = true;
  document.body.append(band);
  const lineOf = () => parseFloat(getComputedStyle(text).lineHeight) || 28;
  let [wish, middle] = [0, 0]; // where the band was put, and the middle of the line nearest to it

  function stand(y) {
    const height = lineOf() * LINES;
    wish = y;
    middle = lineNear(y);
    band.style.height = `${height}px`;
    band.style.top = `${middle - height / 2}px`;
  }

  function lineNear(y) {
    return lineAt(text.getBoundingClientRect().left + INDENT, y) ?? y;
  }

  /* The line above or below; between two paragraphs the nearest is still the one that is left. */
  function nextLine(by) {
    const onward = Array.from({ length: FARTHEST * 2 }, (_, half) => middle + by * lineOf() * (1 + half / 2));
    return onward.map(lineNear).find((line) => Math.sign(line - middle) === by) ?? onward[0];
  }

  /* A line up or down; the page moves along when the band comes near its edge. */
  function step(by) {
    const y = nextLine(by);
    const [top, bottom] = [innerHeight * 0.25, innerHeight * 0.75];
    const over = y < top ? y - top : y > bottom ? y - bottom : 0;
    const before = scrollY;
    if (over) window.scrollBy({ top: over, behavior: "instant" });
    stand(y - (scrollY - before));
  }

  function press(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const typing = event.target.closest("input, select, textarea, summary");
    if (!by || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    step(by);
  }

  function follow(event) {
    if (event.target.closest && event.target.closest(".passage")) stand(event.clientY);
  }

  /* The text moved under the band. */
  const stay = () => stand(wish);

  return {
    turn(on) {
      if (!text || on !== band.hidden) return;
      band.hidden = !on;
      const listen = on ? "addEventListener" : "removeEventListener";
      document[listen]("pointermove", follow);
      document[listen]("pointerdown", follow);
      document[listen]("keydown", press, true);
      for (const kind of ["scroll", "resize", "toggle"]) window[listen](kind, stay, true);
      if (on) stand(Math.min(Math.max(text.getBoundingClientRect().top + lineOf() * 2, innerHeight * 0.3), innerHeight * 0.6));
    },
  };
}
