"use strict";
/* A section's line says what is kept. Once a field in it has changed, the line says so. */

function tellChange(section) {
  const words = section.querySelector("[data-words]");
  if (words) words.textContent = "Changed, not saved yet";
}

document.querySelectorAll(".rules-section").forEach((section) => {
  section.addEventListener("change", () => tellChange(section));
});
