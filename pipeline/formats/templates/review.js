// A click on a time plays just that; a click on the picture plays from there.
(() => {
"use strict";
const audio = document.getElementById("audio"), picture = document.getElementById("picture");
let until = Infinity, link = null;
const mark = (next) => {
  if (link) link.removeAttribute("aria-current");
  link = next;
  if (link) link.setAttribute("aria-current", "true");
};
for (const each of document.querySelectorAll("[data-from]"))
  each.addEventListener("click", (event) => {
    event.preventDefault();
    audio.currentTime = Number(each.dataset.from);
    until = Number(each.dataset.to);
    mark(each);
    audio.play();
  });
picture.addEventListener("click", (event) => {
  const box = picture.getBoundingClientRect();
  const share = ((event.clientX - box.left) / box.width * 2400 - 90) / 2280;
  audio.currentTime = Math.min(1, Math.max(0, share)) * audio.duration;
  until = Infinity;
  mark(null);
  audio.play();
});
audio.addEventListener("timeupdate", () => {
  if (audio.currentTime < until) return;
  audio.pause();
  until = Infinity;
  mark(null);
});
})();
