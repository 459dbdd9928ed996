/* Where is the reader, and for how long are they reading? The server keeps both. */

const REPORT_EVERY = 20_000;
const MOST_SECONDS = 60;
const STILL_HERE = 120_000; // a page that nobody has touched for so long is not being read

export function watchPlace(text, settings) {
  const words = document.querySelector("[data-progress-words]");
  const bar = document.querySelector("[data-progress]");
  let [at, told, seconds, touched] = [0, settings.at, 0, Date.now()];

  /* The last paragraph that begins above the middle of the screen; at the end, the last one. */
  function look() {
    const paragraphs = [...text.querySelectorAll("[data-paragraph]")];
    const isAtEnd = text.getBoundingClientRect().bottom <= innerHeight;
    const begun = paragraphs.filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
    const here = isAtEnd ? paragraphs.at(-1) : begun.at(-1) || paragraphs[0];
    at = Number(here.dataset.paragraph);
    words.textContent = settings.progress.replace("{at}", at).replace("{count}", settings.count);
    bar.value = at;
  }

  function report() {
    if (!at || (at === told && !seconds)) return;
    const body = new URLSearchParams({ paragraph: at, seconds: Math.min(seconds, MOST_SECONDS) });
    const headers = { "X-CSRFToken": document.querySelector("[name=csrf-token]").content };
    [told, seconds] = [at, 0];
    fetch(settings.place, { method: "POST", body, headers, keepalive: true }).catch(() => null);
  }

  const touch = () => { touched = Date.now(); };
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
    document.addEventListener(kind, touch, { passive: true });
  }
  document.addEventListener("scroll", look, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && report());
  window.addEventListener("pagehide", report);
  setInterval(() => { if (!document.hidden && Date.now() - touched < STILL_HERE) seconds += 1; }, 1000);
  setInterval(report, REPORT_EVERY);
  look();
}
