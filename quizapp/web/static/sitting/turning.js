/* Where does a button of the page lead, and what must happen before?

   Questions that stand on the page are turned to without the server. Whatever else leads away
   waits until all answers are saved and the server can be reached. */

import { isLeaving, leaveByPost, leaveFor } from "./leave.js";
import { findAddressed } from "./paper.js";
import { showWaiting } from "./say.js";
import { gettext } from "../words.js";

export function prepareTurning({ settings: { home }, paper, outbox, flags, ending, reach, takeAnswers }) {
  const count = document.querySelectorAll("[data-map]").length;
  let wish = 0; // a newer wish to go somewhere ends the one before

  function act(go) {
    takeAnswers();
    const question = paper.current();
    const { position } = question;
    if (go === "flag" || go === "unflag") return flags.set(question, go === "flag");
    if (go === "check") return leaveWhenSaved(() => leaveByPost(`${home}/checks/${position}`));
    if (go === "break") return leaveWhenSaved(() => leaveByPost(`${home}/breaks?question=${position}`));
    const target = { next: position + 1, previous: position - 1 }[go] || Number(go);
    if (paper.get(target)) return turnTo(target);
    const isToReview = go === "review" || target > count;
    return leaveWhenSaved(() => leaveFor(isToReview ? `${home}/review` : `${home}?question=${target}`));
  }

  function turnTo(position) {
    wish += 1;
    showWaiting("");
    if (findAddressed() !== position) history.pushState(null, "", addressOf(position));
    paper.show(position);
  }

  async function leaveWhenSaved(leave) {
    wish += 1;
    const mine = wish;
    const isWanted = () => mine === wish && !ending.isOver();
    if (outbox.isWaiting()) showWaiting(gettext("No connection. Your answers are kept on this device. The page goes on when they are saved."));
    await outbox.settled();
    if (isWanted() && await reach(isWanted) && isWanted() && !isLeaving()) leave();
  }

  /* Enter in a field presses the first button of its form, so clicks are all there is. */
  function follow(event) {
    const button = event.target.closest("[name=go], a[data-go], a[data-map]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const section = button.closest("[data-question]");
    if (section) paper.touch(Number(section.dataset.question));
    act(button.value || button.dataset.go || button.dataset.map);
  }

  // The first page says in its address which question it shows, so that Back finds it again.
  if (!findAddressed()) history.replaceState(null, "", addressOf(paper.current().position));
  document.querySelector("#question").addEventListener("click", follow);
  window.addEventListener("popstate", () => {
    const position = findAddressed();
    if (!paper.get(position) || position === paper.current().position) return;
    takeAnswers();
    paper.show(position);
  });
  return { act };
}

function addressOf(position) {
  return `?question=${position}${location.hash}`;
}
