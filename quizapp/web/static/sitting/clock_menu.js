/* How does a learner deal with the clock: ask for the time in words, or have it out of sight?

   Whether it is hidden is remembered on this device. What is said as time runs short is said all
   the same, and in the last minute the clock is there again. */

import { inWords } from "./clock.js";
import { recall, remember } from "./keep.js";
import { ring } from "./say.js";
import { gettext } from "../words.js";

const HIDDEN = "quizapp.clock-hidden";
const LAST_MINUTE = 60;

export function openClockMenu() {
  const menu = document.querySelector("[data-clock-menu]");
  const pills = () => document.querySelectorAll(".clock");
  const hide = menu && menu.querySelector("[data-hide-clock]");
  let isHidden = Boolean(recall("localStorage", HIDDEN));
  let left = Infinity;

  function show() {
    pills().forEach((pill) => { pill.hidden = isHidden && left > LAST_MINUTE; });
    hide.textContent = isHidden ? gettext("Show the clock") : gettext("Hide the clock");
  }

  function shut() {
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  if (menu) {
    menu.hidden = false;
    menu.querySelector("[data-tell-time]").addEventListener("click", () => {
      shut(); // the words come where the menu was
      ring(gettext("%(time)s left.", { time: spell(left) }));
    });
    hide.addEventListener("click", () => {
      isHidden = !isHidden;
      remember("localStorage", HIDDEN, isHidden || null);
      shut();
      show();
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") shut();
    });
    show();
  }

  return {
    /* Called as time goes by. */
    follow(seconds) {
      left = seconds;
      if (menu && isHidden) show();
    },
  };
}

/* Never more than there is: whole minutes are counted down, not rounded. */
function spell(left) {
  const [minutes, seconds] = [Math.floor(left / 60), Math.floor(left % 60)];
  const parts = [minutes && inWords(minutes * 60), minutes < 10 && seconds && inWords(seconds)];
  return parts.filter(Boolean).join(" ") || inWords(0);
}
