"use strict";
/* While roles are chosen the page tells how many words of body the article has. */
function showWords(form) {
  const chosen = [...form.querySelectorAll(".block")].filter((block) => block.querySelector("[value=body]:checked"));
  const words = chosen.reduce((sum, block) => sum + block.querySelector(".block-text").textContent.trim().split(/\s+/).length, 0);
  const place = form.querySelector("[data-blocks-words]");
  if (place) place.textContent = `${words.toLocaleString("en")} words of body`;
}

document.querySelectorAll("[data-blocks]").forEach((form) => {
  form.addEventListener("change", () => showWords(form));
  showWords(form);
});
