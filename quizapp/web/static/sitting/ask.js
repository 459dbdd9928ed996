/* How does a page talk to the server? */

const PATIENCE = 20_000; // a line that says nothing for so long is dead; asking again is safe

/* Both reject when there is no line; otherwise they give the status, and the JSON if it is some. */
export function openLine(home) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  return {
    get: (path) => send(home + path, { headers: { Accept: "application/json" } }),
    post: (path, body) => send(home + path, {
      method: "POST",
      keepalive: true, // let it finish when the page goes away
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    }),
  };
}

async function send(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const reply = await fetch(url, { ...options, signal: abort.signal });
    const body = parse(await reply.text());
    return { status: reply.status, body, isOurs: body !== null && !reply.redirected, isUnfit: reply.headers.has("X-Unfit-Answer") };
  } finally {
    clearTimeout(timer);
  }
}

function parse(text) {
  try { return JSON.parse(text); } catch { return null; }
}
