// Finds episodes by words of their titles, people and transcripts, in files beside this page: the
// newest first, a few dozen at a time. Without this script the page lists its episodes.
(() => {
"use strict";
const form = document.getElementById("search");
if (!form) return;
const field = form.querySelector("input"), told = form.querySelector("[role=status]");
const found = form.querySelector("ol"), more = form.querySelector("button");
const our = form.dataset, segments = our.segments.split(" "), SHARDS = 16, AT_ONCE = 6, ENOUGH = 20;
const list = document.querySelector(".episodes"), known = new Map();
let asked = 0;

// As pipeline/formats/search.py does.
const words = (text) => text.normalize("NFKD").toLowerCase()
  .replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g, "")
  .replaceAll("ß", "ss").match(/[\p{L}\p{N}]+/gu) ?? [];
const shard = (word) => {
  const [first, second] = [...word].map((sign) => sign.codePointAt(0));
  return (31 * first + (second ?? 0)) % SHARDS;
};
const read = (kind, segment) => {
  const name = `search-index/${kind}-${segment}.json`;
  if (!known.has(name)) known.set(name, fetch(name).then((answer) => {
    if (!answer.ok) throw new Error(name);
    return answer.json();
  }).catch((error) => { known.delete(name); throw error; }));
  return known.get(name);
};

// The last word may not be typed to its end: from three letters on it finds longer ones.
const fits = (wanted, open) => (word) => word === wanted || (open && word.startsWith(wanted));

const look = async (segment, query) => {
  const [listed, ...held] = await Promise.all([
    read("episodes", segment),
    ...query.map(({ word }) => read(`words${shard(word)}`, segment)),
  ]);
  const spoken = query.map(({ fit }, at) => {
    const places = new Map();
    for (const [word, where] of Object.entries(held[at]))
      if (fit(word)) for (const place of where) places.set(place, word);
    return places;
  });
  const hits = listed.map((facts, place) => {
    const named = words(`${facts[1]} ${facts[2]}`);
    const titled = query.map(({ fit }) => named.some(fit));
    if (!query.every((_, at) => titled[at] || spoken[at].has(place))) return null;
    const heard = spoken.map((places, at) => titled[at] ? "" : places.get(place)).filter(Boolean);
    return { facts, place, heard };
  }).filter(Boolean);
  return hits.sort((a, b) => a.heard.length - b.heard.length || b.place - a.place);
};

const element = (name, text, ...inside) => {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...inside);
  return made;
};
const day = (date) => new Date(date).toLocaleDateString(
  document.documentElement.lang.replace("en", "en-GB"), { dateStyle: "long", timeZone: "UTC" });
const show = ({ facts: [slug, title, people, date, length], heard }) => {
  const link = element("a", title);
  // The browser goes to the word in the text, where it knows how (a text fragment).
  link.href = `${encodeURIComponent(slug)}/index.html`
    + (heard.length ? `#:~:text=${encodeURIComponent(heard[0])}` : "");
  found.append(element("li", "", link, element("span", [day(date), length, people].filter(Boolean).join(" · "))));
};

const search = async (query, from, turn) => {
  told.textContent = our.searching;
  more.hidden = true;
  let at = from, count = 0;
  try {
    while (at < segments.length && count < ENOUGH) {
      const some = segments.slice(at, at + AT_ONCE);
      const hits = (await Promise.all(some.map((segment) => look(segment, query)))).flat();
      if (turn !== asked) return;
      hits.forEach(show);
      [at, count] = [at + some.length, count + hits.length];
    }
  } catch {
    if (turn === asked) told.textContent = our.failed;
    return;
  }
  const all = found.children.length, rest = at < segments.length;
  const counted = (all === 1 ? our.one : our.many).replace("{count}", all);
  told.textContent = !all ? our.none : rest ? our.yet.replace("{found}", counted) : counted;
  more.hidden = !rest;
  more.onclick = () => search(query, at, turn);
};

// A page that was opened as a file may read no other: there the titles that it lists are searched.
const sift = (query) => {
  for (const item of list.children) {
    const named = words(item.textContent);
    item.hidden = !query.every(({ fit }) => named.some(fit));
  }
  told.textContent = query.length ? our.alone : "";
};

const start = () => {
  const typed = words(field.value), turn = ++asked, alone = location.protocol === "file:";
  const query = typed.map((word, at) => {
    const open = at === typed.length - 1 && word.length > 2 && /[\p{L}\p{N}]$/u.test(field.value);
    return { word, fit: fits(word, open) };
  });
  if (alone) { sift(query); return; }
  found.replaceChildren();
  more.hidden = true;
  list.hidden = query.length > 0;
  told.textContent = "";
  if (query.length) search(query, 0, turn);
};
let waiting;
field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(start, 200); });
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); start(); });
form.hidden = false;
if (field.value) start();
})();
