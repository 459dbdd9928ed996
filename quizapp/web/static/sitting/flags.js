/* Which questions does the learner want to see again? */

import { gettext } from "../words.js";

export function watchFlags({ line, paper }) {
  const unsent = new Map(); // position -> whether it is marked

  function show({ position, section }, flagged) {
    const button = section.querySelector("[data-flag]");
    button.value = flagged ? "unflag" : "flag";
    button.querySelector("span").textContent = flagged ? gettext("Remove the mark") : gettext("Mark for later");
    paper.mark(position, "flagged", flagged);
  }

  /* Without a line the mark stands on the page, and goes to the server when the line is back. */
  async function send() {
    for (const [position, flagged] of [...unsent]) {
      let reply;
      try { reply = await line.post("/flags", { position, flagged }); } catch { return; }
      if (reply.status === 200 && unsent.get(position) === flagged) unsent.delete(position);
    }
  }

  return {
    set(question, flagged) {
      unsent.set(question.position, flagged);
      show(question, flagged);
      return send();
    },
    send,
  };
}
