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
  const places = watchPlaces(settings);
  const followers = []; // who wants to know that the page was turned
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
    places.note(current);
    if (!settings.shows_all) {
      current.section.hidden = true;
      questions.get(position).section.hidden = false;
    }
    current = questions.get(position);
    showPassage(current.section.dataset.about);
    places.restore(current);
    followers.forEach((follow) => follow());
    document.title = document.title.replace(/\d+/, position);
    document.querySelectorAll("[data-map]").forEach((mark) => {
      if (Number(mark.dataset.map) === position) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
  }

  return {
    places,
    whenTurned: (follow) => followers.push(follow),
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
      current.title.focus({ preventScroll: !settings.shows_all });
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

/* A paper may be about several passages: the one beside the question is shown. */
function showPassage(key) {
  document.querySelectorAll("[data-passage]").forEach((passage) => {
    passage.hidden = passage.dataset.passage !== key;
  });
}

/* The question that the address names. */
export function findAddressed() {
  return Number(new URLSearchParams(location.search).get("question"));
}

/* Each passage and each question stays where the reader left it, over page loads too. */
function watchPlaces({ attempt, shows_all }) {
  const key = `quizapp.place.${attempt}`;
  const kept = recall("sessionStorage", key) || {};
  const panes = ({ position, section }) => [
    ["#passage", `passage ${section.dataset.about}`],
    ...(shows_all ? [] : [["#question", `question ${position}`]]),
  ];
  return {
    note: (question) => panes(question).forEach(([pane, name]) => { kept[name] = document.querySelector(pane).scrollTop; }),
    restore: (question) => panes(question).forEach(([pane, name]) => { document.querySelector(pane).scrollTop = kept[name] || 0; }),
    save: () => remember("sessionStorage", key, kept),
  };
}

/* Changing panes fills no history. */
export function keepPlace(paper) {
  paper.places.restore(paper.current());
  window.addEventListener("pagehide", () => { paper.places.note(paper.current()); paper.places.save(); });
  document.querySelectorAll("[data-pane]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.hash);
  }));
}
