/* Results of the search by keyboard: arrows go from the search to the results and between them,
 * Enter opens (they are links). */

function results() {
  return document.querySelector(".sr-register")
    ? []
    : [...document.querySelectorAll("main a.sr-open")];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const all = results();
  const field = document.querySelector("[data-sr-search]");
  const here = all.indexOf(document.activeElement);
  const starts = document.activeElement === field || document.activeElement === document.body;
  if (!all.length || (here < 0 && !(starts && event.key === "ArrowDown"))) {
    return;
  }
  const to = {
    ArrowDown: all[Math.min(here + 1, all.length - 1)],
    ArrowUp: here === 0 ? field : all[here - 1],
    Home: all[0],
    End: all[all.length - 1],
  }[event.key];
  if (to) {
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  }
});
