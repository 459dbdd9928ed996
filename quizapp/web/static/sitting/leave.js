/* How does a page of a sitting hand over to the next one? */

const MOMENT = 2000;

let leaving = false;
let movingUntil = 0;

/* The page has decided to go, and does nothing more by itself. */
export const isLeaving = () => leaving;

/* Whether what comes next is another page of this sitting: that is no leaving of the quiz. */
export const isMovingOn = () => leaving || performance.now() < movingUntil;

export function leaveFor(url) {
  leaving = true;
  location.assign(url);
}

export function reload() {
  leaving = true;
  location.reload();
}

/* As a button of a plain form does it. */
export function leaveByPost(url) {
  const form = document.createElement("form");
  const token = document.createElement("input");
  Object.assign(form, { method: "post", action: url, hidden: true });
  Object.assign(token, { type: "hidden", name: "csrf_token", value: document.querySelector("meta[name=csrf-token]").content });
  form.append(token);
  document.body.append(form);
  leaving = true;
  form.submit();
}

export function watchLinks(home) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && link.pathname.startsWith(home)) movingUntil = performance.now() + MOMENT;
  });
}
