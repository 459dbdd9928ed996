"use strict";
/* Small comforts for teachers: print buttons, keys for reviewing, news of work under way. */

function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* Single keys get in the way of some people's tools, so they can be turned off. */

const KEYS = "quizapp.keys";
const keyTargets = [...document.querySelectorAll("[data-key]")];

function keysAreOn() {
  try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; }
}

function showKeys(help) {
  const on = keysAreOn();
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "link-button";
  toggle.textContent = on ? "Turn keys off" : "Turn keys on";
  toggle.addEventListener("click", () => {
    try { localStorage.setItem(KEYS, on ? "off" : "on"); } catch { return; }
    showKeys(help);
    help.querySelector("button").focus();
  });
  help.replaceChildren(...(on ? ["Keys: ", ...keyTargets.flatMap(keyHint)] : []), toggle);
  help.hidden = false;
}

function keyHint(target) {
  const kbd = document.createElement("kbd");
  kbd.textContent = target.dataset.key.toUpperCase();
  return [kbd, ` ${target.textContent.trim()}  `];
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "?") return document.querySelector("[data-keys-dialog]")?.showModal();
  const target = keyTargets.find((one) => one.dataset.key === event.key.toLowerCase());
  if (target) target.click();
}

/* Many questions at once: how many are ticked, and all of them with one press. */
function countTicks(form) {
  const boxes = [...form.querySelectorAll("[name=question]")];
  const all = form.querySelector("[data-tick-all]");
  const told = form.querySelector("[data-ticked]");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    told.textContent = ticked ? `${ticked} chosen` : "";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = tick; });
    show();
  });
  form.addEventListener("change", show);
  show();
}

/* Work in the background: look again, write what has changed, and load the page anew when it has ended.
   What has not changed stays as it is, with the focus that it may have. */
async function refreshJob(box) {
  try {
    const reply = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("#job");
    if (!fresh || !fresh.hasAttribute("data-refresh")) return location.reload();
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const shown = box.querySelector(`[data-part="${part.dataset.part}"]`);
      if (shown && shown.innerHTML !== part.innerHTML) shown.replaceChildren(...part.childNodes);
    }
  } catch { /* offline: the next look may do better */ }
  watchJob(box);
}

function watchJob(box) {
  setTimeout(refreshJob, Number(box.dataset.refresh), box);
}

/* Beside a question the passage opens at its evidence. */
function showEvidence(pane) {
  const mark = pane.querySelector(".para .mark-critical");
  if (mark) pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

document.querySelectorAll(".desk-passage").forEach(showEvidence);
document.querySelectorAll("[data-ticks]").forEach(countTicks);
document.querySelectorAll("[data-print]").forEach(offerPrint);
document.querySelectorAll("[data-keys-help]").forEach(showKeys);
document.addEventListener("keydown", pressKey);
document.querySelectorAll("#job[data-refresh]").forEach(watchJob);
