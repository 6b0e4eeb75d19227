// The keyboard: from passage to passage and from hit to hit, to search, to copy, to get help.

import { copy } from "./copy.js";
import { say } from "./say.js";

const dialog = document.getElementById("keys");
const counter = document.getElementById("counter");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    // A search field would be emptied.
    if (event.key === "Escape") { event.preventDefault(); field.blur(); }
    return;
  }
  if (dialog.open) return;
  const does = KEYS[event.key];
  if (does && does(event) !== false) event.preventDefault();
});

const KEYS = {
  "/": () => { const field = document.getElementById("here") ?? document.getElementById("q"); field.focus(); field.select(); },
  "?": () => dialog.showModal(),
  j: () => move(items(), 1),
  k: () => move(items(), -1),
  n: () => move(hits(), 1),
  p: () => move(hits(), -1),
  c: () => { if (!current?.isConnected || !current.dataset.cite) return false; copy(current); },
  Enter: (event) => {
    if (event.target !== document.body && event.target !== current) return false;
    const link = current?.isConnected && current.querySelector("a[href]");
    if (!link) return false;
    link.click();
  },
  Escape: () => { mark(null); },
};

const items = () => [...document.querySelectorAll("[data-item]")];
const hits = () => [...document.querySelectorAll("[data-item=hit]")];

// Goes on from where the reader is: the current item, or what stands at the top of the window.
function move(list, by) {
  if (list.length === 0) return false;
  let at = list.indexOf(current);
  if (at < 0) {
    const from = current?.isConnected ? current : target();
    const after = list.findIndex((item) => from && (from === item || from.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING));
    at = after < 0 ? (by > 0 ? 0 : list.length - 1) : after + (by > 0 ? (list[after] === from ? 1 : 0) : -1);
  } else {
    at += by;
  }
  go(list[(at + list.length) % list.length]);
}

// The passage that the address names.
function target() {
  const id = decodeURIComponent(location.hash.slice(1));
  const item = id && document.getElementById(id);
  return item?.matches?.("[data-item]") ? item : null;
}

function go(item) {
  mark(item);
  const far = Math.abs(item.getBoundingClientRect().top) > 2 * innerHeight;
  const behavior = far || calm.matches ? "auto" : "smooth";
  item.scrollIntoView({ block: item.offsetHeight > innerHeight / 2 ? "start" : "center", behavior });
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  if (item.id) history.replaceState(history.state, "", `#${item.id}`);
}

function mark(item) {
  current?.classList.remove("at");
  current = item;
  item?.classList.add("at");
  count();
}

// Which hit is the current one.
function count() {
  if (!counter) return;
  const list = hits();
  const at = list.indexOf(current);
  const text = counter.closest("[data-hit-of]").dataset.hitOf;
  const number = [at < 0 ? "–" : at + 1, list.length];
  counter.textContent = text.replace("{}", number[0]).replace("{}", number[1]);
  if (at >= 0) say(counter.textContent);
}

document.addEventListener("click", (event) => {
  const does = event.target.closest("[data-does]")?.dataset.does;
  if (does === "help") dialog.showModal();
  if (does === "next-hit" || does === "previous-hit") {
    event.preventDefault();
    move(hits(), does === "next-hit" ? 1 : -1);
  }
});

// A permalink makes its passage the current one.
function arrive() {
  const item = target();
  if (item) mark(item);
}
addEventListener("hashchange", arrive);
arrive();
