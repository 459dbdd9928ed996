/* How does a chosen look show at once, and stay? */

import { startFocus } from "./focus.js";

const USUAL = { size: "2", lines: "usual", letters: "usual", face: "serif", theme: "device" };

export function watchLook() {
  const form = document.querySelector("[data-look-form]");
  if (!form) return;
  const focus = startFocus();
  const apply = () => {
    const chosen = new FormData(form);
    for (const [name, usual] of Object.entries(USUAL)) {
      const value = chosen.get(name);
      if (!value || value === usual) delete document.documentElement.dataset[name];
      else document.documentElement.dataset[name] = value;
    }
    focus.turn(chosen.has("line_focus"));
  };
  form.addEventListener("change", () => { apply(); keep(form); });
  apply();
}

let before = Promise.resolve();

/* One after another: of two that are under way at once, the older might come last and stay. */
function keep(form) {
  const body = new FormData(form);
  before = before.then(() => send(form, body));
}

/* Who leaves the page at once has chosen all the same, so it goes on without the page. */
async function send(form, body) {
  const told = form.querySelector("[data-look-told]");
  const reply = await fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => null);
  told.textContent = reply && reply.ok ? "" : form.dataset.failed;
}

watchLook();
