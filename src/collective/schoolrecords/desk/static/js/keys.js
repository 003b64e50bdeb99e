/* "/" goes to the search over everything, from anywhere but a field. */

export function isTyping(target) {
  return Boolean(
    target instanceof Element &&
      target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"),
  );
}

document.addEventListener("keydown", (event) => {
  // A Russian keyboard has "/" on other keys: the place of the key counts as well.
  const slash = event.key === "/" || (event.code === "Slash" && !event.shiftKey);
  if (!slash || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  }
  const field = document.querySelector("[data-sr-search]");
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
