/* What does the page say about the sitting? */

const find = (name) => document.querySelector(`[data-${name}]`);

export function showSaved(text, isBad = false) {
  const line = find("saved");
  line.classList.toggle("is-waiting", isBad);
  if (line.textContent !== text) line.textContent = text;
}

export function timeOf(moment) {
  return new Date(moment).toLocaleTimeString("en-GB");
}

/* Said once, in a line that screen readers speak, and gone after a while. */
export function ring(text) {
  const bell = find("bell");
  bell.textContent = text;
  setTimeout(() => { if (bell.textContent === text) bell.textContent = ""; }, 20_000);
}

/* Why nothing happens yet; an empty text takes it away. */
export function showWaiting(text) {
  const box = find("waiting");
  if (box.textContent !== text) box.textContent = text;
  box.hidden = !text;
}

/* The last word of a page. `way` is a link or a button. */
export function showClosed(text, way) {
  showWaiting("");
  const box = find("closed");
  box.replaceChildren(paragraph(text), way);
  box.hidden = false;
  box.scrollIntoView({ block: "center" });
}

/* One notice for each `name`; the newest takes the place of the one before. */
export function showNotice(name, text, ...ways) {
  const notice = document.createElement("div");
  notice.className = "pane-message";
  notice.dataset.notice = name;
  notice.append(paragraph(text), ...ways);
  dropNotice(name);
  find("notices").append(notice);
}

export function dropNotice(name) {
  const old = document.querySelector(`[data-notice="${name}"]`);
  if (old) old.remove();
}

export function makeLink(text, url) {
  const link = document.createElement("a");
  Object.assign(link, { href: url, textContent: text, className: "btn btn-primary" });
  return link;
}

export function makeButton(text, action, css = "btn-outline-primary") {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: text, className: `btn ${css}` });
  button.addEventListener("click", action);
  return button;
}

function paragraph(text) {
  const one = document.createElement("p");
  one.textContent = text;
  return one;
}
