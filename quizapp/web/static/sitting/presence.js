/* Is the learner here, and does this page hold the sitting?

   What is noted here is for the teacher; a note that fails changes nothing for the learner. */

import { isMovingOn } from "./leave.js";
import { makeButton } from "./say.js";
import { gettext } from "../words.js";

export function watchPresence(line) {
  let awaySince = null;

  function note(kind, seconds = null) {
    line.post("/events", { kind, seconds }).catch(() => {});
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && awaySince === null && !isMovingOn()) {
      awaySince = performance.now();
      note("left");
    } else if (!document.hidden && awaySince !== null) {
      note("came_back", Math.round((performance.now() - awaySince) / 1000));
      awaySince = null;
    }
  });

  return { noteOutage: (seconds) => note("offline", seconds) };
}

/* Tells of another page that holds the sitting, and offers to carry on here. */
export function watchHold({ settings, paper, takeAnswers, carryOn }) {
  const box = document.querySelector("[data-elsewhere]");
  box.querySelector("button").replaceWith(makeButton(gettext("Carry on here"), carryOn));
  return {
    isElsewhere: () => !box.hidden,
    show(isElsewhere) {
      if (!settings.tab || box.hidden !== isElsewhere) return;
      box.hidden = !isElsewhere;
      if (!settings.one_sitting) return;
      takeAnswers(); // what was typed until now is an answer
      paper.setShut(isElsewhere);
    },
  };
}
