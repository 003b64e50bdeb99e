/* A register by keyboard: arrows (or j and k, wherever these keys stand on a Russian keyboard) go
 * from row to row, Enter opens (it is a link), Space selects. By mouse the whole row opens. Selecting shows the batch bar with the count. */
import { isTyping } from "./keys.js";

let lastChecked = null;

function links(register) {
  return [...register.querySelectorAll("tbody a.sr-open")];
}

function checks(register) {
  return [...register.querySelectorAll("tbody .sr-check")];
}

function count(register) {
  const all = checks(register);
  const chosen = all.filter((check) => check.checked).length;
  const bar = register.querySelector(".sr-batch");
  if (bar) {
    bar.dataset.count = String(chosen);
    bar.querySelector("[data-sr-count]").textContent = String(chosen);
  }
  const head = register.querySelector(".sr-check-all");
  if (head) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
}

function toggle(register, check, on) {
  check.checked = on;
  lastChecked = check;
  count(register);
}

const LETTERS = { KeyJ: "ArrowDown", KeyK: "ArrowUp" };

function go(register, key) {
  const all = links(register);
  const here = all.indexOf(document.activeElement);
  const to = {
    ArrowDown: Math.min(here + 1, all.length - 1),
    ArrowUp: Math.max(here - 1, 0),
    Home: 0,
    End: all.length - 1,
  }[key];
  all[to]?.focus();
  all[to]?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  }
  const onRow = document.activeElement?.matches("tbody a.sr-open");
  const idle = [document.body, document.getElementById("main")].includes(document.activeElement);
  const register = onRow
    ? document.activeElement.closest(".sr-register")
    : idle && document.querySelector(".sr-register");
  if (!register) {
    return;
  }
  const key = event.shiftKey ? event.key : (LETTERS[event.code] ?? event.key);
  if (["ArrowDown", "ArrowUp", "Home", "End"].includes(key) && (onRow || key === "ArrowDown")) {
    event.preventDefault();
    go(register, key);
  } else if (event.key === " " && onRow) {
    const check = document.activeElement.closest("tr").querySelector(".sr-check");
    if (check) {
      event.preventDefault();
      toggle(register, check, !check.checked);
    }
  }
});

document.addEventListener("click", (event) => {
  const check = event.target.closest(".sr-check");
  const register = check?.closest(".sr-register");
  if (register && event.shiftKey && lastChecked?.isConnected) {
    const all = checks(register);
    const [from, to] = [all.indexOf(lastChecked), all.indexOf(check)].sort((a, b) => a - b);
    if (from >= 0) {
      all.slice(from, to + 1).forEach((one) => {
        one.checked = check.checked;
      });
    }
  }
});

/* A press anywhere in a row opens it, but for what does something itself and for a text that was
 * marked to be copied. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".sr-table tbody tr")?.querySelector("a.sr-open");
  const own = "a, button, input, label, select, textarea, summary, .sr-check-cell";
  if (!link || event.defaultPrevented || event.target.closest(own) || String(getSelection())) {
    return;
  }
  if (event.ctrlKey || event.metaKey) {
    window.open(link.href, "_blank", "noopener");
  } else {
    link.click();
  }
});

document.addEventListener("change", (event) => {
  const register = event.target.closest(".sr-register");
  if (!register) {
    // Boxes beside the rows of an act are sent with a button: there is nothing to count.
    return;
  }
  if (event.target.matches(".sr-check-all")) {
    checks(register).forEach((check) => {
      check.checked = event.target.checked;
    });
  } else if (event.target.matches(".sr-check")) {
    lastChecked = event.target;
  } else {
    return;
  }
  count(register);
});

document.addEventListener("click", (event) => {
  const none = event.target.closest("[data-sr-select-none]");
  if (none) {
    const register = none.closest(".sr-register");
    checks(register).forEach((check) => {
      check.checked = false;
    });
    count(register);
  }
});

document.addEventListener(
  "scroll",
  (event) => {
    if (event.target instanceof Element && event.target.matches(".sr-table-box")) {
      event.target.toggleAttribute("data-scrolled", event.target.scrollLeft > 0);
    }
  },
  { capture: true, passive: true },
);

export function start() {
  document.querySelectorAll(".sr-register").forEach(count);
}

start();
