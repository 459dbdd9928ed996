/* How is a place or a sentence chosen in the passage itself? By buttons there, in step with the
   fields of the question, and only while that question is shown. */

import { goTo } from "./paragraphs.js";
import { makeButton } from "./say.js";
import { gettext } from "../words.js";

/* `whenChosen` is called after each choice. Gives what to do when the question is shown or left. */
export function makeSpots(question, whenChosen) {
  const { section, position } = question;
  const spots = JSON.parse(section.dataset.spots);
  const fields = [...section.querySelectorAll("[name=answer]")];
  const isPlace = section.dataset.kind === "insertion";
  const [, sentence] = section.querySelector(".stem").textContent.match(/“(.+)”/s) || [];
  let marks = [];

  const way = makeButton(gettext("Choose in the passage"), () => goTo(marks[0].button, position), "btn-outline-primary way");
  section.querySelector("[data-fields] .hint").after(way);
  section.addEventListener("change", show);

  function put() {
    // From the end of each paragraph, so that the offsets before stay what they are.
    const order = spots.map((spot, n) => ({ spot, n })).sort((a, b) => b.spot[1] - a.spot[1] || b.n - a.n);
    marks = order.map(({ spot, n }) => (isPlace ? putPlace(spot, n) : putSentence(spot, n))).sort((a, b) => a.n - b.n);
    show();
  }

  function putPlace([number, at], n) {
    const button = makeButton(String(n + 1), () => choose(n), "spot");
    button.setAttribute("aria-label", gettext("Place %(number)s: put the sentence here", { number: n + 1 }));
    const put = document.createElement("ins");
    put.className = "spot-text";
    const box = document.createElement("span");
    box.append(button, put);
    rangeOf(number, at, at).insertNode(box);
    return { n, button, put, remove: () => takeOut(box, []) };
  }

  /* A sentence runs over lines as no button does, so it is one in its role only. */
  function putSentence([number, start, end], n) {
    const button = document.createElement("span");
    Object.assign(button, { className: "spot-sentence", tabIndex: 0 });
    button.setAttribute("role", "button");
    const range = rangeOf(number, start, end);
    button.append(range.extractContents());
    range.insertNode(button);
    button.addEventListener("click", () => choose(n));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(n);
    });
    return { n, button, remove: () => takeOut(button, button.childNodes) };
  }

  function rangeOf(number, start, end) {
    const range = document.createRange();
    const paragraph = document.querySelector(`[data-passage="${section.dataset.about}"] .para[id$="p${number}"]`);
    range.setStart(...locate(paragraph, start));
    range.setEnd(...locate(paragraph, end));
    return range;
  }

  function choose(n) {
    if (fields[n].matches(":disabled")) return;
    fields[n].checked = true;
    show();
    whenChosen();
  }

  function show() {
    marks.forEach(({ n, button, put }) => {
      button.setAttribute("aria-pressed", String(fields[n].checked));
      if (put) put.textContent = fields[n].checked && sentence ? sentence : "";
    });
  }

  return {
    isPut: () => marks.length > 0,
    put,
    remove() {
      marks.forEach((mark) => mark.remove());
      marks = [];
    },
  };
}

function takeOut(element, contents) {
  const block = element.parentElement;
  element.replaceWith(...contents);
  block.normalize();
}

/* The text node and the offset in it; what is no text of the passage does not count. */
function locate(paragraph, offset) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) => (
    node.parentElement.closest(".para-number, .gap, .spot, .spot-text") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  ));
  let left = offset;
  let last = null;
  while (walker.nextNode()) {
    last = walker.currentNode;
    if (left <= last.length) return [last, left];
    left -= last.length;
  }
  return [last, last.length];
}

/* The spots of the question that is shown, and of no other. */
export function watchSpots(paper, whenChosen) {
  const made = paper.all().filter(({ section }) => section.dataset.spots)
    .map((question) => ({ question, spots: makeSpots(question, whenChosen) }));
  const follow = () => {
    made.filter(({ question, spots }) => question !== paper.current() && spots.isPut()).forEach(({ spots }) => spots.remove());
    made.filter(({ question, spots }) => question === paper.current() && !spots.isPut()).forEach(({ spots }) => spots.put());
  };
  paper.whenTurned(follow);
  follow();
}
