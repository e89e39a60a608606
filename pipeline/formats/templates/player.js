// The page reads along: a player over the page's own audio element, and a text that follows it.
// Without this script the page has the audio element, chapters as links and the text.
(() => {
"use strict";
const find = (name) => document.getElementById(name);
const audio = find("audio"), player = find("player"), body = find("text"), said = find("said");
const say = (text) => {
  if (!said) return;
  said.textContent = "";
  setTimeout(() => { said.textContent = text; }, 50);
};
const copy = async (text, ask, done) => {
  try { await navigator.clipboard.writeText(text); done(); } catch { prompt(ask, text); }
};

// --- The feed's address: where the show has no place of its own yet, it is where this page is ---

const feed = find("feed");
if (feed && /^http/.test(location.protocol) && new URL(feed.value).hostname === "localhost") {
  const bare = (url) => url.replace(/^https?:\/\//, "");
  const here = document.querySelector("[data-feed]").href, there = feed.value;
  for (const link of document.querySelectorAll(".apps a:not([data-feed])"))
    link.href = link.getAttribute("href").replace(encodeURIComponent(there), encodeURIComponent(here))
      .replace(bare(there), bare(here));
  feed.value = here;
}
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => copy(find(button.dataset.copy).value, button.dataset.ask, () => {
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = text; }, 3000);
  }));
}
if (!audio || !player) return;

const play = find("play"), bar = find("seek"), told = player.dataset;
const length = Number(bar.max), key = "place " + location.pathname;
const chapters = [...document.querySelectorAll("[data-start]")];
const openings = chapters.map((link) => Number(link.dataset.start));
const sentences = body ? [...body.querySelectorAll("[data-t]")] : [];
const beginnings = sentences.map((each) => parseInt(each.dataset.t, 10) / 100);
const mark = window.Highlight && CSS.highlights ? new Highlight() : null;
if (mark) CSS.highlights.set("word", mark);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let place = -1, chapter = -1, words = null, word = -1, follows = true, kept = 0;

const clock = (seconds) => {
  const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
};
const last = (list, at) => {  // the index of the last that is not after `at`
  let low = 0, high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (list[mid] <= at) low = mid + 1; else high = mid;
  }
  return low - 1;
};
const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* not here */ } };
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

// --- The text -----------------------------------------------------------------------------

const wordsOf = (sentence) => {  // each word of a sentence with its time and where it stands
  let at = 0;
  const [start, ...times] = sentence.dataset.t.split(" ").map((step) => (at += Number(step)) / 100);
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let open = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const piece of node.data.matchAll(/\s+|\S+/g)) {
      if (!piece[0].trim()) { open = null; continue; }
      if (!open) {
        pieces.push(open = document.createRange());
        open.setStart(node, piece.index);
      }
      open.setEnd(node, piece.index + piece[0].length);
    }
  }
  return pieces.length === times.length ? { start, times, pieces } : { start, times: [], pieces: [] };
};
const show = (element, again = 5) => {
  const box = element.getBoundingClientRect(), room = innerHeight - player.offsetHeight;
  if (box.top > room * .12 && box.bottom < room * .78) return;
  const near = Math.abs(box.top) < 2 * innerHeight;
  element.scrollIntoView({ block: "center", behavior: near && !calm.matches ? "smooth" : "auto" });
  // How long chapters are that nobody has seen yet, the browser only guesses: look once more.
  if (!near && again) requestAnimationFrame(() => requestAnimationFrame(() => show(element, again - 1)));
};
const read = (now) => {
  const next = last(beginnings, now);
  if (next !== place) {
    if (sentences[place]) sentences[place].classList.remove("now");
    place = next; word = -1;
    words = place < 0 ? null : wordsOf(sentences[place]);
    if (place >= 0) {
      sentences[place].classList.add("now");
      if (follows && !audio.paused) show(sentences[place]);
    }
    if (mark) mark.clear();
  }
  const at = words ? last(words.times, now) : -1;
  if (at !== word && mark) {
    mark.clear(); word = at;
    if (words && words.pieces[at]) mark.add(words.pieces[at]);
  }
};

// --- The player ---------------------------------------------------------------------------

const paint = () => {
  const now = audio.currentTime;
  read(now);
  bar.value = now;
  bar.style.setProperty("--at", `${100 * now / length}%`);
  find("time").textContent = clock(now);
  const next = last(openings, now);
  if (next !== chapter) {
    if (chapters[chapter]) chapters[chapter].removeAttribute("aria-current");
    chapter = next;
    if (chapters[chapter]) chapters[chapter].setAttribute("aria-current", "true");
    find("title").textContent = chapters[chapter] ? chapters[chapter].dataset.title : "";
  }
  const titled = find("title").textContent;
  const reached = told.of.replace("{now}", clock(now)).replace("{length}", clock(length));
  bar.setAttribute("aria-valuetext", `${reached}${titled && ", " + titled}`);
  if (Math.abs(now - kept) > 4) keep();
};
const keep = () => { kept = audio.currentTime; store(key, String(kept)); };
const tick = () => { paint(); if (!audio.paused) requestAnimationFrame(tick); };
const seek = (to, start = false) => {
  audio.currentTime = Math.min(Math.max(0, to), Math.max(0, length - .1));
  paint();
  if (start) audio.play();
};
const toggle = () => { if (audio.paused) audio.play(); else audio.pause(); };
const moment = () => `${location.href.split("#")[0]}#t=${Math.floor(audio.currentTime)}`;
const near = (by) => {  // a sentence on or back, and from its middle to its beginning
  const to = by < 0 && audio.currentTime - beginnings[place] > 2 ? place : place + by;
  if (to in beginnings) { seek(beginnings[to]); show(sentences[to]); }
};
const jump = (by) => {
  const to = by < 0 && audio.currentTime - openings[chapter] > 3 ? chapter : chapter + by;
  if (to in openings) seek(openings[to]);
};
const hash = () => {
  const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  if (!found) return false;
  seek(Number(found[1]));
  if (sentences[place]) show(sentences[place]);
  return true;
};
const following = (on) => { follows = on; find("follow").setAttribute("aria-pressed", String(on)); };

for (const link of document.querySelectorAll("[data-seek]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", `#t=${Math.floor(link.dataset.seek)}`);
    following(true);
    seek(Number(link.dataset.seek), true);
    if (sentences[place]) show(sentences[place]);
  });
for (const button of [play, find("listen")]) button.addEventListener("click", toggle);
find("back").addEventListener("click", () => seek(audio.currentTime - 15));
find("on").addEventListener("click", () => seek(audio.currentTime + 30));
find("follow").addEventListener("click", () => {
  following(!follows);
  if (follows && sentences[place]) show(sentences[place]);
});
find("speed").addEventListener("change", (event) => {
  audio.playbackRate = Number(event.target.value);
  store("speed", event.target.value);
});
find("share").addEventListener("click", async () => {
  const url = moment();
  if (!navigator.share) return copy(url, told.ask, () => say(told.copied));
  try { await navigator.share({ title: document.title, url }); } catch { /* thought better of it */ }
});
bar.addEventListener("input", () => seek(Number(bar.value)));
if (body) body.addEventListener("click", (event) => {
  const sentence = event.target.closest("[data-t]");
  if (!sentence || event.target.closest("a") || !getSelection().isCollapsed) return;
  const { start, times, pieces } = wordsOf(sentence);
  const hit = pieces.findIndex((piece) => [...piece.getClientRects()].some((box) =>
    event.clientX >= box.left - 3 && event.clientX <= box.right + 3 &&
    event.clientY >= box.top && event.clientY <= box.bottom));
  following(true);
  seek(hit < 0 ? start : times[hit]);
});
player.addEventListener("keydown", (event) => {
  if (event.target === find("speed") || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {
    ArrowLeft: () => seek(audio.currentTime - 15), ArrowRight: () => seek(audio.currentTime + 30),
    ArrowUp: () => near(-1), ArrowDown: () => near(1),
    PageUp: () => jump(-1), PageDown: () => jump(1), Home: () => seek(0),
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});
for (const scrolled of ["wheel", "touchmove"])
  addEventListener(scrolled, () => { if (!audio.paused) following(false); }, { passive: true });

audio.addEventListener("play", () => {
  document.body.classList.add("playing");
  for (const button of [play, find("listen")]) button.setAttribute("aria-pressed", "true");
  if (follows && sentences[place]) show(sentences[place]);
  tick();
});
audio.addEventListener("pause", () => {
  document.body.classList.remove("playing");
  for (const button of [play, find("listen")]) button.setAttribute("aria-pressed", "false");
  keep();
});
for (const changed of ["timeupdate", "seeked"]) audio.addEventListener(changed, paint);
audio.addEventListener("error", () => say(told.failed));
addEventListener("hashchange", hash);
addEventListener("pagehide", keep);

if ("mediaSession" in navigator && window.MediaMetadata) {
  const art = document.querySelector(".lead img");
  navigator.mediaSession.metadata = new MediaMetadata({
    title: player.dataset.title, artist: player.dataset.by, album: player.dataset.show,
    artwork: art && /^http/.test(art.src) ? [{ src: art.src }] : [],
  });
  const keys = {
    seekbackward: () => seek(audio.currentTime - 15), seekforward: () => seek(audio.currentTime + 30),
    previoustrack: () => jump(-1), nexttrack: () => jump(1),
  };
  for (const [name, act] of Object.entries(keys))
    try { navigator.mediaSession.setActionHandler(name, act); } catch { /* an older browser */ }
}

// --- Now it works: show it ----------------------------------------------------------------

for (const start of openings.slice(1)) {
  const dot = find("ticks").appendChild(document.createElement("i"));
  dot.style.left = `${100 * start / length}%`;
}
const speed = stored("speed");
if (speed && [...find("speed").options].some((each) => each.value === speed)) {
  find("speed").value = speed;
  audio.defaultPlaybackRate = audio.playbackRate = Number(speed);
}
audio.removeAttribute("controls");
document.body.classList.add("reads");
player.hidden = find("listen").hidden = false;
const before = Number(stored(key) || 0);
if (!hash() && before > 5 && before < length - 10) {
  seek(before);
  say(told.before.replace("{time}", clock(before)));
}
paint();
})();
