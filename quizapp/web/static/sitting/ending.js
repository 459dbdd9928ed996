/* How does a sitting end: at the bell, by handing in, or by the server's word? */

import { clockText } from "./clock.js";
import { isLeaving, leaveByPost, leaveFor, reload } from "./leave.js";
import { makeButton, makeLink, ring, showClosed, showNotice, showWaiting } from "./say.js";
import { gettext } from "../words.js";

const OVER = gettext("Time is over.");
const KEPT = gettext("Your answers are kept on this device. They are sent when the line is back.");
const LATE = gettext("Kept, but it came after the time was over. Your teacher decides whether it counts.");

/* `takeAnswers` notes what stands in the fields; `reach` asks the server until it answers. */
export function prepareEnding({ settings, clock, outbox, paper, takeAnswers, reach }) {
  let isOver = false;
  let hasRung = false;
  let isClosed = false;
  let handsIn = false;
  let isLate = false;

  /* Everything that can be saved is saved; whether the page may then go on. */
  async function saveAll() {
    takeAnswers();
    await outbox.settled();
    return !isLeaving() && !isClosed && !outbox.isHalted();
  }

  async function handIn(event) {
    event.preventDefault();
    if (handsIn) return;
    handsIn = true;
    const button = event.target.closest("button") || event.target.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    if (await saveAll() && await reach() && !isClosed) leaveByPost(`${settings.home}/submit`);
  }

  /* The page before handing in says it all by itself, if it was loaded after the bell. */
  function refresh() {
    if (settings.clock.phase === "answering") reload();
  }

  const atBell = {
    submit() { leaveByPost(`${settings.home}/submit`); },
    grace() {
      const left = clock.left("submit_seconds");
      if (!paper.current()) return refresh();
      const button = makeButton(gettext("Hand in"), handIn, "btn-primary btn-lg");
      showClosed(`${OVER} ${gettext("Your answers are saved. Hand in within %(time)s.", { time: clockText(left) })}`, button);
    },
    abandon() {
      if (!paper.current()) return refresh();
      const text = gettext("This attempt was not handed in, so it does not count unless your teacher decides otherwise. Your answers are kept.");
      showClosed(`${OVER} ${text}`, makeLink(gettext("See what was kept"), `${settings.home}/result`));
    },
  };

  async function ringOut() {
    if (hasRung) return;
    hasRung = true;
    if (settings.at_bell === "go_on") return showNotice("bell", `${OVER} ${gettext("In a quiz your answers would be handed in now. Here you can go on.")}`);
    isOver = true;
    const isHandedIn = settings.at_bell === "submit";
    ring(isHandedIn ? `${OVER} ${gettext("Handing in your answers.")}` : OVER);
    takeAnswers();
    paper.setShut(true);
    if (handsIn) return; // pressed before the bell: that goes on by itself
    if (await saveAll() && await reach() && !isClosed && !isLeaving()) atBell[settings.at_bell]();
  }

  return {
    isOver: () => isOver,
    handIn,
    ringOut,
    noteLate() { isLate = true; },
    explainWaiting() {
      if (isOver || isClosed) showWaiting(`${OVER} ${KEPT} ${gettext("What comes late is marked, and your teacher decides whether it counts.")}`);
      else if (handsIn) showWaiting(`${gettext("No connection.")} ${KEPT} ${gettext("Then the attempt is handed in.")}`);
    },
    /* The teacher has given time after all. */
    reopenIf(told) {
      if (isOver && told.phase === "answering" && told.remaining_seconds > 5 && !handsIn) reload();
    },
    /* The server says that the attempt is closed: what is still here goes there, marked as late. */
    async close(resultUrl) {
      if (isClosed || isLeaving()) return;
      takeAnswers();
      isClosed = true;
      paper.setShut(true);
      await outbox.settled();
      if (outbox.isHalted()) return;
      if (isLate) showClosed(LATE, makeLink(gettext("See the result"), resultUrl));
      else leaveFor(resultUrl);
    },
  };
}
