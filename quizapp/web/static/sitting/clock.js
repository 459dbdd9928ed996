/* How long is there, by the server's clock?

   The server's figure is counted down by performance.now(), which nobody can set. That clock may
   stand still while a device sleeps, and the device's own may be set: when the two part, ask. */

import { ngettext } from "../words.js";

const PARTED = 2000;

/* `told` has the server's figures in seconds, as they were at a moment of performance.now(). */
export function startClock(told, moment) {
  let gap = Date.now() - performance.now();

  return {
    set(newer) {
      told = newer;
      moment = performance.now();
    },
    /* The seconds left of one figure; null when there is no limit. */
    left(figure) {
      return age(told, (performance.now() - moment) / 1000)[figure] ?? null;
    },
    /* All that is known, as it is now. */
    figures: () => age(told, (performance.now() - moment) / 1000),
    /* The device slept without a line: that time has gone by too. */
    catchUp(slept) { moment -= Math.max(0, slept); },
    /* By how many milliseconds the two clocks went apart since this was last asked. */
    parted() {
      const by = Date.now() - performance.now() - gap;
      if (Math.abs(by) < PARTED) return 0;
      gap += by;
      return by;
    },
  };
}

/* The figures so many seconds later; what was added stays added. */
export function age(told, seconds) {
  const older = ([name, value]) => {
    const isLeft = name.endsWith("_seconds") && name !== "added_seconds" && typeof value === "number";
    return [name, isLeft ? Math.max(0, value - seconds) : value];
  };
  return Object.fromEntries(Object.entries(told).map(older));
}

/* The figure that came with the page is as old as the answer that brought it. */
export function findArrival() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation ? navigation.responseStart : performance.now();
}

export function clockText(seconds) {
  const left = Math.ceil(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor(left / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}

export function inWords(seconds) {
  if (seconds < 60) return ngettext("%(num)d second", "%(num)d seconds", seconds);
  return ngettext("%(num)d minute", "%(num)d minutes", Math.round(seconds / 60));
}
