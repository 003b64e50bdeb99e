/* Menus are <details>: they open without scripts. This closes them again. */

function closeAll(except) {
  for (const menu of document.querySelectorAll("details.sr-menu[open]")) {
    if (menu !== except && !menu.contains(except)) {
      menu.open = false;
    }
  }
}

document.addEventListener("click", (event) => {
  closeAll(event.target.closest("details.sr-menu"));
});

document.addEventListener("focusin", (event) => {
  closeAll(event.target.closest("details.sr-menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  const menu = document.activeElement?.closest("details.sr-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
