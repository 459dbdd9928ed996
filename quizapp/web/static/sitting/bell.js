/* What is said as the time runs short? Five minutes and one minute, once each. */

import { inWords } from "./clock.js";
import { recall, remember } from "./keep.js";
import { ring } from "./say.js";
import { gettext } from "../words.js";

const LEFT = [
  "",
  gettext("One minute left"),
  gettext("Two minutes left"),
  gettext("Three minutes left"),
  gettext("Four minutes left"),
  gettext("Five minutes left"),
];
const WARNING = { abandon: gettext("What is not handed in does not count") };

export function openBell({ attempt, at_bell, clock }) {
  const key = `quizapp.bell.${attempt}`; // a page that is turned just then does not say it again
  let added = clock.added_seconds;

  return {
    warn(left) {
      const due = left > 300 || left === 0 ? null : left > 60 ? 300 : 60;
      if (!due || (recall("sessionStorage", key) || Infinity) <= due) return;
      remember("sessionStorage", key, due);
      ring([LEFT[Math.ceil(left / 60)], WARNING[at_bell]].filter(Boolean).join(". "));
    },
    /* The teacher has given time: say so, and warn again when that runs short. */
    noteAdded(seconds) {
      if (seconds > added) {
        remember("sessionStorage", key, null);
        ring(gettext("Your teacher has added %(time)s.", { time: inWords(seconds - added) }));
        document.querySelectorAll("[data-deadline]").forEach((old) => old.remove());
      }
      added = seconds;
    },
  };
}
