/* Which page of a sitting can be shown without a line? Those that were opened in this session.

   The server is asked first, always; what is kept is shown when there is no line, or a line that
   says nothing. Only pages and their files go through here: answers have an outbox of their own.
   A page is handed out only while the cookie stands that came with it, and the server takes that
   away when anybody signs out or in: on a shared device nobody sees the page of another. */

const FILES = "quizapp.files";
const PAGES = "quizapp.page.";
const PATIENCE = 5000;
const KINDS = ["script", "style", "image", "font"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/* The first page of all was loaded before the worker was there. */
self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  const keepAll = files.map((url) => fetch(url).then((reply) => keepFile(reply, url)));
  if (page) keepAll.push(fetch(page).then((reply) => keepPage(reply, page)));
  event.waitUntil(Promise.allSettled(keepAll));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (KINDS.includes(request.destination)) event.respondWith(preferLine(event, keepFile, () => find(FILES, request.url)));
  if (request.mode !== "navigate") return;
  const [, attempt, rest] = url.pathname.match(/\/(\d+)(\/review)?$/) || [];
  if (!attempt) return;
  const keep = rest ? async () => {} : keepPage;
  event.respondWith(preferLine(event, keep, async () => {
    const page = await findPage(attempt);
    // Without a line there is nothing to hand in: the questions are what can be worked on.
    return page && rest ? Response.redirect(url.pathname.slice(0, -rest.length)) : page;
  }));
});

/* `keep` is given what the server says, `recall` finds what was kept of it. */
async function preferLine(event, keep, recall) {
  const asked = Date.now();
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((reply) => keep(reply.clone(), event.request.url, asked)).catch(() => {}));
  const kept = await recall();
  if (!kept) return fresh;
  const silence = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const reply = await Promise.race([fresh.catch(() => null), silence]);
  return reply && !isFromGateway(reply) ? reply : kept;
}

/* A gateway that cannot reach the server is no line either. */
function isFromGateway({ status }) {
  return status >= 502 && status <= 504;
}

async function find(name, url) {
  const cache = await caches.open(name);
  return cache.match(url, { ignoreVary: true });
}

async function keepFile(reply, url) {
  if (!reply.ok || reply.redirected) return;
  const cache = await caches.open(FILES);
  const kept = await cache.match(url, { ignoreVary: true });
  if (kept && kept.headers.get("ETag") === reply.headers.get("ETag")) return;
  await cache.put(url, reply);
}

/* The server marks the pages that may be kept. A kept page says how old it is. */
async function keepPage(reply, url, asked = Date.now()) {
  const sitter = reply.headers.get("X-Sitter");
  if (!reply.ok || reply.redirected || !sitter || !self.cookieStore) return;
  await dropOthers(sitter);
  const headers = new Headers(reply.headers);
  ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
  const text = (await reply.text()).replace("<body ", `<body data-kept="${asked}" `);
  const { pathname } = new URL(url, location.origin);
  const cache = await caches.open(PAGES + pathname.split("/").pop());
  await cache.put(pathname, new Response(text, { headers }));
}

async function findPage(attempt) {
  const cookie = self.cookieStore && await self.cookieStore.get("sitter");
  if (cookie) await dropOthers(cookie.value);
  const cache = cookie && await caches.open(PAGES + attempt);
  const [page] = cache ? await cache.matchAll() : [];
  return page;
}

/* What was kept for another session is nobody's any more. */
async function dropOthers(sitter) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.map(async (name) => {
    const [page] = await (await caches.open(name)).matchAll();
    if (!page || page.headers.get("X-Sitter") !== sitter) await caches.delete(name);
  }));
}
