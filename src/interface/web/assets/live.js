// Answers while one types: fetches the page of the form's address in part and puts it in place. The
// last answer wins, and the address holds the whole state.

import { say } from "./say.js";

const WAIT = 120;
const form = document.querySelector("form[data-live]");
let running = null;
let timer = 0;

document.documentElement.classList.add("js");
fold(document);
if (form) begin();

// What can be folded where there is little room begins folded there.
function fold(root) {
  for (const details of root.querySelectorAll("details.refine, details.insights, details.outline")) {
    if (getComputedStyle(details.firstElementChild).display !== "none") details.open = false;
  }
}

function begin() {
  const field = form.querySelector("input[type=search]");
  let typed = field.value;
  // What is typed in one go is one step of the history.
  let stepped = false;
  const ask = () => {
    clearTimeout(timer);
    if (field.value.trim() === typed.trim()) return;
    typed = field.value;
    show(asked(), !stepped, true);
    stepped = true;
  };
  field.addEventListener("blur", () => { stepped = false; });
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const is_new = field.value !== typed || !stepped;
    typed = field.value;
    stepped = false;
    show(asked(), is_new, false);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#found a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname !== location.pathname || link.download) return;
    event.preventDefault();
    show(to, true, false);
  });
  document.addEventListener("submit", (event) => {
    const other = event.target;
    if (other === form || other.method !== "get" || !other.closest("#found")) return;
    if (new URL(other.action).pathname !== location.pathname) return;
    event.preventDefault();
    const to = new URL(other.action);
    to.search = new URLSearchParams(new FormData(other));
    show(to, true, false);
  });
  addEventListener("popstate", () => show(new URL(location.href), null, false));

  // The address that the form would be sent to.
  function asked() {
    const to = new URL(form.action);
    const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
    to.search = new URLSearchParams(pairs);
    return to;
  }

  // Shows a page; `push` makes a new step of the history, null makes none.
  async function show(to, push, typing) {
    running?.abort();
    const mine = running = new AbortController();
    const found = document.getElementById("found");
    found.classList.add("stale");
    const part = new URL(to);
    part.searchParams.set("part", "true");
    try {
      const answer = await fetch(part, { signal: mine.signal, headers: { accept: "text/html" } });
      const text = await answer.text();
      if (mine !== running) return;
      const parsed = new DOMParser().parseFromString(text, "text/html");
      const page = parsed.getElementById("found");
      if (!page) throw new Error(answer.status);
      // What is half typed cannot always be read; what was found stays until it can.
      if (answer.ok || !typing) put(page, typing);
      else tell(page);
      const here = page.dataset.here ?? to.pathname + to.search;
      document.title = parsed.title;
      if (here === location.pathname + location.search) push = null;
      if (push === true) history.pushState(null, "", here);
      else if (push === false) history.replaceState(null, "", here);
      if (!typing) {
        const query = new URL(here, location.href).searchParams.get(field.name) ?? "";
        if (field.value !== query) field.value = typed = query;
        if (push) scrollTo(0, 0);
      }
      again(here);
    } catch (error) {
      if (mine !== running || error.name === "AbortError") return;
      location.assign(to);
    } finally {
      if (mine === running) document.getElementById("found")?.classList.remove("stale");
    }
  }
}

// Puts an answer in place, leaving open what was open and the focus where it was.
function put(page, typing) {
  const found = document.getElementById("found");
  const folds = new Map([...found.querySelectorAll("details[data-k]")].map((one) => [one.dataset.k, one.open]));
  const key = document.activeElement?.closest("#found [data-k]")?.dataset.k;
  const inside = found.contains(document.activeElement);
  found.replaceWith(document.adoptNode(page));
  fold(page);
  for (const one of page.querySelectorAll("details[data-k]")) {
    if (folds.has(one.dataset.k)) one.open = folds.get(one.dataset.k);
  }
  if (!typing && inside) {
    const again = key && page.querySelector(`[data-k="${CSS.escape(key)}"]`);
    const to = again || page.querySelector("h1");
    if (to) {
      if (!again) to.tabIndex = -1;
      to.focus({ preventScroll: true });
    }
  }
  say(page.querySelector("[data-say]")?.dataset.say);
}

// Says above the results why what is typed cannot be read yet.
function tell(page) {
  const found = document.getElementById("found");
  found.querySelector(".unread")?.remove();
  const why = page.querySelector("[data-say]")?.dataset.say;
  const notice = document.createElement("p");
  notice.className = "notice unread";
  notice.textContent = why ?? "";
  (found.querySelector(".results") ?? found).prepend(notice);
  say(why);
}

// Narrows the values of a facet to those that have what is typed; the others are on the list that Enter leads to.
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-does=find-value]");
  if (!form) return;
  const typed = event.target.value.trim().toLowerCase();
  const facet = form.closest(".facet");
  for (const item of facet.querySelectorAll("li")) {
    item.hidden = typed !== "" && !item.textContent.toLowerCase().includes(typed);
  }
  const folded = facet.querySelector("details");
  if (folded && typed) folded.open = true;
});

// The choices of language and colours come back to where they are made.
function again(here) {
  for (const link of document.querySelectorAll(".choices a")) {
    const to = new URL(link.href);
    to.searchParams.set("back", here);
    link.href = to;
  }
}
