/* Which three lines are lit? A band over the text follows the pointer, or the arrow keys. */

const LINES = 3;

export function startFocus() {
  const text = document.querySelector(".passage");
  const band = document.createElement("div");
  band.className = "focus-band";
  band.hidden = true;
  document.body.append(band);
  const lineOf = () => parseFloat(getComputedStyle(text).lineHeight) || 28;
  let middle = 0;

  function stand(y) {
    const height = lineOf() * LINES;
    middle = y;
    band.style.height = `${height}px`;
    band.style.top = `${y - height / 2}px`;
  }

  /* A line up or down; the page moves along when the band comes near its edge. */
  function step(by) {
    const y = middle + by * lineOf();
    const [top, bottom] = [innerHeight * 0.25, innerHeight * 0.75];
    const over = y < top ? y - top : y > bottom ? y - bottom : 0;
    const before = scrollY;
    if (over) window.scrollBy(0, over);
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

  return {
    turn(on) {
      if (!text || on !== band.hidden) return;
      band.hidden = !on;
      const listen = on ? "addEventListener" : "removeEventListener";
      document[listen]("pointermove", follow);
      document[listen]("pointerdown", follow);
      document[listen]("keydown", press, true);
      if (on) stand(Math.min(Math.max(text.getBoundingClientRect().top + lineOf() * 2, innerHeight * 0.3), innerHeight * 0.6));
    },
  };
}
