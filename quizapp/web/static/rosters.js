"use strict";
/* Choosing many learners at once, and sending a form that takes a while only once. */

const boxes = [...document.querySelectorAll("[data-pick]")];
const all = document.querySelector("[data-pick-all]");
const count = document.querySelector("[data-picked]");

function showCount() {
  const picked = boxes.filter((box) => box.checked).length;
  count.textContent = picked ? `${picked} chosen` : "Tick learners to choose them";
  all.checked = picked === boxes.length;
  all.indeterminate = picked > 0 && picked < boxes.length;
}

if (all && boxes.length) {
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    showCount();
  });
  boxes.forEach((box) => box.addEventListener("change", showCount));
  showCount();
}

/* Passwords are shown on the page that answers: a second press would lose them. */
document.querySelectorAll("form[data-once]").forEach((form) => form.addEventListener("submit", () => {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  button.textContent = form.dataset.once;
}));
