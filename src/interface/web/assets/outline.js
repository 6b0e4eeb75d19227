// Marks in the contents of a call where the reader is.

let waits = false;

function follow() {
  waits = false;
  const links = [...document.querySelectorAll(".outline li a, .outline p a")];
  if (links.length === 0) return;
  // What stands below the sticky search box counts as begun.
  const line = innerHeight / 2;
  const begun = (link) => {
    const passage = document.getElementById(link.hash.slice(1));
    return passage !== null && passage.getBoundingClientRect().top < line;
  };
  const at = links.filter(begun).pop();
  for (const link of links) {
    if (link === at) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
  const list = at?.closest(".contents");
  if (!list || list.scrollHeight <= list.clientHeight) return;
  const above = at.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (above < 0 || above > list.clientHeight - 40) list.scrollTop += above - list.clientHeight / 2;
}

function soon() {
  if (waits) return;
  waits = true;
  requestAnimationFrame(follow);
}

addEventListener("scroll", soon, { passive: true });
soon();
