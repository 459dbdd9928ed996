/* What does this device keep until the server has it?

   Every unsent answer has a key of its own, so that the tabs of an attempt never write over one
   another. Storage may be full or forbidden: a sitting goes on without it, and says so. */

const UNSENT = "quizapp.unsent";
export const KEPT = "quizapp.kept"; // what the server has said, beside a page that is kept

export function recall(area, key) {
  try { return JSON.parse(window[area].getItem(key)); } catch { return null; }
}

/* Whether it is kept; null takes it away. */
export function remember(area, key, value) {
  try {
    if (value === null) window[area].removeItem(key);
    else window[area].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/* The unsent answers of one attempt, of all tabs: what a dead tab left is taken over. */
export function openShelf(attempt) {
  const prefix = `${UNSENT}.${attempt}.`;
  const keyOf = ({ tab, position, sequence }) => `${prefix}${tab}.${position}.${sequence}`;
  return {
    put: (entry) => remember("localStorage", keyOf(entry), entry),
    drop: (entry) => remember("localStorage", keyOf(entry), null),
    list: () => listKeys(prefix)
      .map((key) => recall("localStorage", key))
      .filter(Boolean)
      .sort((a, b) => a.given_at - b.given_at || a.sequence - b.sequence),
  };
}

/* The attempts that have unsent answers on this device. What a try-out could not send is wanted
   by nobody: it has no number, and is dropped. */
export function listAttempts() {
  const names = [...new Set(listKeys(`${UNSENT}.`).map((key) => key.split(".")[2]))];
  const isNumbered = (name) => /^\d+$/.test(name);
  names.filter((name) => !isNumbered(name)).map(openShelf).forEach((shelf) => shelf.list().forEach(shelf.drop));
  return names.filter(isNumbered);
}

/* Nothing that the server has already is kept of this attempt, or of any. */
export async function forgetKept(attempt = "") {
  listKeys(attempt ? `${KEPT}.${attempt}.` : `${KEPT}.`).forEach((key) => remember("localStorage", key, null));
  if (!window.caches) return;
  const isOver = (name) => (attempt ? name === `quizapp.page.${attempt}` : name.startsWith("quizapp."));
  await Promise.all((await caches.keys()).filter(isOver).map((name) => caches.delete(name)));
}

function listKeys(prefix) {
  try { return Object.keys(window.localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
}
