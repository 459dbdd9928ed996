/* What does this device know of an attempt whose page comes from the device?

   Such a page is as old as the moment at which it was kept: its answers, their numbers, its clock
   and the name of its tab. Beside it lies here what the server has said since then. The page takes
   a new name, since the same tab and number would be the same answer. */

import { age } from "./clock.js";
import { KEPT, recall, remember } from "./keep.js";

/* `settings` are those of the page; what they say anew is in `settings` of the answer. */
export function openDevice(settings) {
  const prefix = `${KEPT}.${settings.attempt}`;
  const keptAt = Number(document.body.dataset.kept) || 0;
  const isKept = keptAt > 0;
  const [clockKey, savedKey] = [`${prefix}.clock`, `${prefix}.saved`];
  const keyOf = (position) => `${prefix}.${position}`;

  function note(key, value) {
    if (settings.may_keep) remember("localStorage", key, value);
  }

  function noteAnswer(position, { answer, certainty }, sequence) {
    note(keyOf(position), { answer, certainty, sequence });
  }

  return {
    isKept,
    settings: isKept ? { ...settings, tab: makeName(), clock: tellClock() } : settings,
    noteAnswer,
    noteSaved: (moment) => note(savedKey, moment),
    savedAt: () => recall("localStorage", savedKey),
    /* As they are now: should the device's clock be set back, there is never more time than this. */
    noteClock: (figures) => note(clockKey, { figures, at: Date.now() }),
    /* A page from the server is newer than all that is known here, a kept one may be older. */
    compare(question) {
      const known = recall("localStorage", keyOf(question.position));
      if (isKept && known && known.sequence > question.sequence()) return known;
      if (question.sequence() > 1) noteAnswer(question.position, question.given(), question.sequence());
      else note(keyOf(question.position), null);
      return null;
    },
  };

  function tellClock() {
    const known = [{ figures: settings.clock, at: keptAt }, recall("localStorage", clockKey)];
    const { figures, at } = known.filter(Boolean).sort((a, b) => b.at - a.at)[0];
    return age(figures, Math.max(0, Date.now() - at) / 1000);
  }
}

function makeName() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(8))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
