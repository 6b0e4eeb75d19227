// Copies a passage with its citation and link.

import { say } from "./say.js";

export async function copy(item) {
  const sides = [...item.querySelectorAll(".side")].map((side) => side.textContent.trim());
  const button = item.querySelector("[data-does=copy]");
  const link = item.dataset.link ? [new URL(item.dataset.link, pageWithoutQuery()).href] : [];
  const done = await write([...sides, [item.dataset.cite, ...link].join("\n")].join("\n\n"));
  say(done ? button?.dataset.copied ?? item.dataset.cite : button?.dataset.failed);
  if (!button) return;
  const shown = button.firstElementChild;
  shown.textContent = done ? "✓" : "!";
  setTimeout(() => { shown.textContent = "❝"; }, 1500);
}

// Where a call is read, a passage's link is a fragment of the page.
function pageWithoutQuery() {
  return location.origin + location.pathname;
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return select(text);
  }
}

// Where a page may not write to the clipboard by itself.
function select(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-does=copy]");
  if (button) copy(button.closest("[data-item]"));
});
