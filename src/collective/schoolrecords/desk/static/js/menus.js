/* Menus are <details>: they open without scripts. This closes them again. */

function closeAll(target) {
  const except = target.closest("details.sr-menu");
  for (const menu of document.querySelectorAll("details.sr-menu[open]")) {
    if (menu !== except && !menu.contains(except)) {
      menu.open = false;
    }
  }
}

document.addEventListener("click", (event) => {
  closeAll(event.target);
});

document.addEventListener("focusin", (event) => {
  // A press on a label or a head inside a menu gives the focus to what holds the menu. Closing it
  // then takes the label away before the button is up: nothing is chosen, and Chromium may crash.
  if (!event.target.querySelector("details.sr-menu[open]")) {
    closeAll(event.target);
  }
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
