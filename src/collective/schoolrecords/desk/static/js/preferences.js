/* Density and columns are each person's own and stay on this computer.
 * early.js applies them before painting; this module changes them. */

const root = document.documentElement;
const person = `sr/${root.dataset.srPerson || "-"}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(`${person}/${key}`) || "{}");
  } catch {
    return {};
  }
}

function write(key, value) {
  try {
    localStorage.setItem(`${person}/${key}`, value);
  } catch {
    // A full or closed storage only means that the choice is not remembered.
  }
}

function applyColumns(columns) {
  const rules = Object.entries(columns)
    .filter(([name]) => /^[a-z0-9_-]+$/.test(name))
    .map(([name, shown]) =>
      shown ? `[data-col="${name}"][data-off]{display:revert}` : `[data-col="${name}"]{display:none}`,
    );
  let sheet = document.getElementById("sr-columns");
  if (!sheet) {
    sheet = document.createElement("style");
    sheet.id = "sr-columns";
    document.head.append(sheet);
  }
  sheet.textContent = rules.join("\n");
}

/** Show in the menus what is in force. */
export function showChoices() {
  const columns = read(`columns/${root.dataset.srRegister}`);
  for (const box of document.querySelectorAll("input[data-sr-column]")) {
    box.checked = columns[box.dataset.srColumn] ?? !box.hasAttribute("data-off");
  }
  for (const button of document.querySelectorAll("[data-sr-density-to]")) {
    const now = root.dataset.srDensity || "normal";
    button.setAttribute("aria-pressed", String(button.dataset.srDensityTo === now));
  }
}

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.srColumn;
  if (!name) {
    return;
  }
  const key = `columns/${root.dataset.srRegister}`;
  const columns = { ...read(key), [name]: event.target.checked };
  write(key, JSON.stringify(columns));
  applyColumns(columns);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sr-density-to]");
  if (!button) {
    return;
  }
  const density = button.dataset.srDensityTo;
  write("density", density);
  if (density === "compact") {
    root.dataset.srDensity = density;
  } else {
    delete root.dataset.srDensity;
  }
  showChoices();
});

showChoices();
