/* Where is the paragraph that a question names? A link in the stem leads there, and one back.

   Only what the stem itself names is linked: where the answer stands is nobody's to show. */

import { makeLink } from "./say.js";
import { gettext } from "../words.js";

const NAMED = /\bparagraphs? (\d+)(?:(?:, (?:and |or )?| and | or | to |-|–)\d+)*/gi;

export function linkParagraphs(paper) {
  paper.all().forEach(({ section, position }) => {
    section.querySelectorAll(".stem").forEach((stem) => {
      listTexts(stem).forEach((text) => linkIn(text, section, position));
    });
  });
}

function listTexts(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function linkIn(text, section, position) {
  const named = [...text.data.matchAll(NAMED)].reverse(); // from the end, so that the offsets stay
  for (const match of named) {
    const paragraph = find(section.dataset.about, match[1]);
    if (!paragraph) continue;
    const words = text.splitText(match.index);
    words.splitText(match[0].length);
    const link = document.createElement("a");
    Object.assign(link, { href: "#passage", textContent: match[0] });
    link.addEventListener("click", (event) => { event.preventDefault(); goTo(paragraph, position); });
    words.replaceWith(link);
  }
}

function find(about, number) {
  const passage = document.querySelector(`[data-passage="${about}"]`);
  return passage && passage.querySelector(`.para[id$="p${number}"]`);
}

export function goTo(target, position) {
  location.replace("#passage");
  document.querySelectorAll("[data-back]").forEach((old) => old.remove());
  const back = makeLink(gettext("Back to question %(number)d", { number: position }), "#question");
  back.className = "back";
  back.dataset.back = "";
  back.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace("#question");
    document.getElementById(`title-${position}`).focus();
    back.remove();
  });
  target.closest(".para").after(back);
  target.scrollIntoView({ block: "center" });
  if (!target.matches("button, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
