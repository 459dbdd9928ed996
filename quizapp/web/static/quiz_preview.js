/* How does a teacher turn the pages of a preview? Without the server, so that what was tried stays.

   Every page works without this file; then the buttons ask the server for the question. */

import { makeSorter } from "./sitting/sorter.js";

const main = document.querySelector("[data-preview]");

function turnTo(position) {
  const section = main.querySelector(`[data-question="${position}"]`);
  if (!section) return;
  if (!main.classList.contains("all-shown")) {
    main.querySelectorAll("[data-question]").forEach((one) => { one.hidden = one !== section; });
    main.querySelector("#question").scrollTop = 0;
  }
  showPassageOf(section);
  main.querySelectorAll("[data-map]").forEach((mark) => {
    if (mark.dataset.map === position) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  });
  document.querySelectorAll("[data-here]").forEach((link) => {
    const url = new URL(link.href);
    url.searchParams.set("question", position);
    link.href = url.href;
  });
  const title = section.querySelector(".question-number");
  title.focus();
  if (main.classList.contains("all-shown")) title.scrollIntoView();
}

function showPassageOf(section) {
  main.querySelectorAll("[data-passage]").forEach((one) => {
    if (one.dataset.passage === section.dataset.about && one.hidden) main.querySelector("#passage").scrollTop = 0;
    one.hidden = one.dataset.passage !== section.dataset.about;
  });
}

function follow(event) {
  const way = event.target.closest("[data-turn], a[data-map]");
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  turnTo(way.value || way.dataset.map);
}

/* The map tells what was tried, as it tells a learner what is answered. */
function markAnswered(section) {
  const form = section.querySelector("form");
  const isAnswered = new FormData(form).getAll("answer").some((text) => text.trim() !== "");
  const mark = main.querySelector(`[data-map="${section.dataset.question}"]`);
  mark.classList.toggle("is-answered", isAnswered);
  mark.querySelector("[data-word]").textContent = isAnswered ? ", answered" : ", not answered";
}

function watch(section) {
  const mark = () => markAnswered(section);
  section.addEventListener("input", mark);
  section.addEventListener("focusin", () => showPassageOf(section));
  section.querySelectorAll("[data-ordering]").forEach((one) => makeSorter(one, mark));
}

if (main) {
  main.querySelectorAll("[data-question]").forEach(watch);
  main.addEventListener("click", follow);
  main.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.matches("[data-turn]")) event.preventDefault();
  });
  main.querySelectorAll("[data-pane]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.hash);
  }));
}
