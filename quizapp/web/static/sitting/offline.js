/* How can an opened page be loaded again without a line? A worker keeps it, and its files.

   The worker needs HTTPS (or this very machine) and a browser that tells it when somebody signs
   out. Everywhere else a sitting goes on as long as its page stays open. */

export async function keepForLater({ home, wasKept }) {
  if (!navigator.serviceWorker || !window.caches || !window.cookieStore) return;
  const isWatched = Boolean(navigator.serviceWorker.controller); // then the worker has seen the page
  try {
    await navigator.serviceWorker.register(`${home.slice(0, home.lastIndexOf("/"))}/worker.js`);
    const { active } = await navigator.serviceWorker.ready;
    const page = isWatched || wasKept ? null : location.pathname + location.search;
    active.postMessage({ page, files: listFiles(home) });
  } catch {
    return; // a browser that forbids workers, or a line that has just gone: nothing is lost
  }
}

/* All that the page has loaded, save what the server said about the attempt. */
function listFiles(home) {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const files = loaded.filter((url) => url.origin === location.origin && !url.pathname.startsWith(home));
  return [...new Set(files.map((url) => url.href))];
}
