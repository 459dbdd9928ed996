/* Which question is shown, for how long, and where in the passage was the reader? */

import { recall, remember } from "./keep.js";
import { openQuestion } from "./question.js";
import { gettext } from "../words.js";

/* The page before handing in has a paper without questions. */
export function openPaper(settings) {
  const sections = [...document.querySelectorAll("[data-question]")];
  const questions = new Map(sections.map(openQuestion).map((it) => [it.position, it]));
  const looked = new Map(); // position -> ms
  let current = sections.length ? questions.get(Number(sections.find((it) => !it.hidden).dataset.question)) : null;
  let since = document.hidden ? null : performance.now();

  if (settings.shows_all) {
    sections.forEach((section) => { section.hidden = false; });
    document.querySelector("#main").classList.add("all-shown");
  }
  document.addEventListener("visibilitychange", () => { restart(!document.hidden); });

  /* Count what was looked at so far, and go on counting if the page is seen. */
  function restart(isSeen) {
    if (since !== null && current) looked.set(current.position, (looked.get(current.position) || 0) + performance.now() - since);
    since = isSeen ? performance.now() : null;
  }

  function turnTo(position) {
    restart(!document.hidden);
    if (!settings.shows_all) {
      current.section.hidden = true;
      questions.get(position).section.hidden = false;
    }
    current = questions.get(position);
    showPassage(current.section.dataset.about);
    document.title = document.title.replace(/\d+/, position);
    document.querySelectorAll("[data-map]").forEach((mark) => {
      if (Number(mark.dataset.map) === position) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
  }

  return {
    all: () => [...questions.values()],
    get: (position) => questions.get(position),
    current: () => current,
    /* Seconds since the page was loaded in which the question was seen. */
    secondsOn(position) {
      restart(!document.hidden);
      return Math.round((looked.get(position) || 0) / 1000);
    },
    /* Turn to a question without asking the server. */
    show(position) {
      turnTo(position);
      const pane = document.querySelector("#question");
      if (!settings.shows_all) pane.scrollTop = 0;
      current.title.focus();
      if (settings.shows_all) current.section.scrollIntoView();
    },
    /* The learner works on it; with all questions on the page nothing else tells. */
    touch(position) { if (current.position !== position) turnTo(position); },
    setShut(isShut) { questions.forEach((it) => it.setShut(isShut)); },
    mark(position, name, isSet) {
      const mark = document.querySelector(`[data-map="${position}"]`);
      if (!mark) return;
      mark.classList.toggle(`is-${name}`, isSet);
      const has = (it) => mark.classList.contains(`is-${it}`);
      mark.querySelector("[data-word]").textContent = `, ${has("answered") ? gettext("answered") : gettext("not answered")}${has("flagged") ? `, ${gettext("marked")}` : ""}`;
    },
  };
}

/* A paper may be about several passages: the one beside the question is shown, from its top. */
function showPassage(key) {
  document.querySelectorAll("[data-passage]").forEach((passage) => {
    if (passage.dataset.passage === key && passage.hidden) document.querySelector("#passage").scrollTop = 0;
    passage.hidden = passage.dataset.passage !== key;
  });
}

/* The question that the address names. */
export function findAddressed() {
  return Number(new URLSearchParams(location.search).get("question"));
}

/* The passage stays where the reader left it, and changing panes fills no history. */
export function keepPlace(attempt) {
  const pane = document.querySelector("#passage");
  const key = `quizapp.place.${attempt}`;
  pane.scrollTop = recall("sessionStorage", key) || 0;
  window.addEventListener("pagehide", () => remember("sessionStorage", key, pane.scrollTop));
  document.querySelectorAll("[data-pane]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.hash);
  }));
}
