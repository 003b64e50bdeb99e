/* Marks of a class by keyboard: arrows and Enter move between cells as in a table, a figure that
 * was typed goes on to the next pupil. Without this the fields are plain ones. */

function beside(field, down, across) {
  const cell = field.closest("td");
  let row = field.closest("tr");
  const place = cell.cellIndex + across;
  do {
    row = down ? (down > 0 ? row.nextElementSibling : row.previousElementSibling) : row;
    const found = row?.cells[place]?.querySelector("[data-sr-mark]");
    if (found || !down) {
      return found;
    }
  } while (row);
  return null;
}

function go(field, down, across) {
  const next = beside(field, down, across);
  next?.focus();
  next?.select();
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-sr-mark]");
  if (!field || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const start = field.selectionStart === 0;
  const end = field.selectionEnd === field.value.length;
  const ways = {
    Enter: [1, 0],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowLeft: start && [0, -1],
    ArrowRight: end && [0, 1],
  };
  const way = ways[event.key];
  if (way && (go(field, ...way) || event.key === "Enter")) {
    event.preventDefault();
  }
});

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-sr-mark]");
  if (field && event.inputType === "insertText" && /^[1-5]$/.test(field.value)) {
    go(field, 1, 0);
  }
});
