// Tells those who do not see the page what has changed on it.

const region = document.getElementById("said");

export function say(text) {
  if (!region || !text) return;
  region.textContent = "";
  // Said again even where it is the same as before.
  requestAnimationFrame(() => { region.textContent = text; });
}
