/* What is the answer in the fields of one question? */

import { gettext } from "../words.js";

export function openQuestion(section) {
  const form = section.querySelector("form");
  const fields = section.querySelector("[data-fields]");
  const isClosed = fields.disabled; // for good: the server says so
  let last = JSON.stringify(read());

  function read() {
    const sent = new FormData(form);
    return { answer: sent.getAll("answer"), certainty: Number(sent.get("certainty")) || null };
  }

  return {
    section,
    position: Number(section.dataset.question),
    title: section.querySelector(".question-number"),
    sequence: () => Number(form.elements.sequence.value),
    given: read,
    /* What was given since this was last asked; null for nothing new. */
    takeNew() {
      if (fields.disabled) return null; // such fields are left out of a form: they say nothing
      const given = read();
      if (JSON.stringify(given) === last) return null;
      last = JSON.stringify(given);
      return given;
    },
    fill({ answer, certainty }) {
      form.querySelectorAll("[name=answer]").forEach((field, place) => {
        if (hasTick(field)) field.checked = answer.includes(field.value);
        else field.value = answer[place] || "";
      });
      form.querySelectorAll("[name=certainty]").forEach((field) => { field.checked = Number(field.value) === certainty; });
      last = JSON.stringify(read());
    },
    /* The number that a plain form carries, should it be needed. */
    number(sequence) { form.elements.sequence.value = sequence; },
    setShut(isShut) { fields.disabled = isShut || isClosed; },
    /* What an answer says, in the words of the page. */
    describe({ answer }) {
      const words = [...form.querySelectorAll("[name=answer]")].map((field, place) => {
        if (hasTick(field)) return answer.includes(field.value) ? field.labels[0].textContent : "";
        if (field.options) return [...field.options].filter((it) => it.value && it.value === answer[place]).map((it) => it.text).join("");
        return answer[place] || "";
      });
      return words.filter(Boolean).join(", ") || gettext("no answer");
    },
  };
}

export function isAnswer({ answer }) {
  return answer.some((text) => text.trim() !== "");
}

function hasTick(field) {
  return field.type === "radio" || field.type === "checkbox";
}
