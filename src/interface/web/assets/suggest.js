// Suggestions below the search box, as an ARIA combobox with a list.

const field = document.getElementById("q");
const WAIT = 90;
const kinds = new Map((field?.dataset.kinds ?? "").split(/ (?=[a-z]+=)/).map((pair) => pair.split("=")));
let list, options = [], at = -1, running = null, timer = 0;

if (field) begin();

function begin() {
  list = document.createElement("ul");
  list.id = "options";
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.list);
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "options");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing && !event.chosen) timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  field.addEventListener("keydown", key);
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.form.addEventListener("submit", close);
}

async function ask() {
  running?.abort();
  const query = field.value;
  if (!query.trim() || document.activeElement !== field) return close();
  const mine = running = new AbortController();
  try {
    const answer = await fetch(`/api/suggest?${new URLSearchParams({ q: query })}`, { signal: mine.signal });
    if (!answer.ok || mine !== running) return close();
    const { suggestions } = await answer.json();
    if (mine === running && document.activeElement === field) show(suggestions ?? []);
  } catch {
    if (mine === running) close();
  }
}

function show(suggestions) {
  options = suggestions.slice(0, 8);
  at = -1;
  list.replaceChildren(...options.map((option, number) => {
    const item = document.createElement("li");
    item.id = `option-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const text = document.createElement("bdi");
    text.textContent = option.text;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = kinds.get(option.kind) ?? option.kind;
    item.append(text, kind);
    // Before the field loses the focus.
    item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(number); });
    return item;
  }));
  list.hidden = options.length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

function close() {
  settle();
  if (!list.hidden) show([]);
}

// The list stays as it is until more is typed: an answer on its way may not replace what is being chosen from.
function settle() {
  clearTimeout(timer);
  running?.abort();
  running = null;
}

function move(by) {
  settle();
  const items = [...list.children];
  items[at]?.setAttribute("aria-selected", "false");
  // The field itself is one place of the round.
  const places = items.length + 1;
  at = ((at + 1 + by + places) % places) - 1;
  items[at]?.setAttribute("aria-selected", "true");
  items[at]?.scrollIntoView({ block: "nearest" });
  if (at < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", items[at].id);
}

function choose(number) {
  const option = options[number];
  if (!option) return;
  field.value = option.insert ?? option.text;
  close();
  const event = new Event("input", { bubbles: true });
  event.chosen = true;
  field.dispatchEvent(event);
  field.focus();
}

function key(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && list.hidden && field.value) { event.preventDefault(); ask(); }
  else if (list.hidden) return;
  else if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
  else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
  else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(at); }
  else if (event.key === "Tab" && at >= 0) choose(at);
  else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
}
