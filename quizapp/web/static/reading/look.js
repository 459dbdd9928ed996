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

async function keep(form) {
  const told = form.querySelector("[data-look-told]");
  const reply = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  told.textContent = reply && reply.ok ? "" : form.dataset.failed;
}

watchLook();
