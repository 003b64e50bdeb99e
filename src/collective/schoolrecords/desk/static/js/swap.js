/* Chips, sorting and pages are links; with scripts only the register is
 * exchanged, the address follows, and focus stays where the person was. */
import { showChoices } from "./preferences.js";
import { start as startRegister } from "./register.js";

let pending = null;

function sameOrigin(url) {
  return new URL(url, location.href).origin === location.origin;
}

function restoreFocus(target, key) {
  const again = key && target.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (again || target).focus({ preventScroll: true });
}

async function swap(url, { push = true, key = null } = {}) {
  const target = document.getElementById("register");
  if (!target || !sameOrigin(url)) {
    location.assign(url);
    return;
  }
  pending?.abort();
  pending = new AbortController();
  const mine = pending;
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, {
      credentials: "same-origin",
      headers: { "X-Requested-With": "XMLHttpRequest" },
      signal: mine.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("register");
    if (!answer.ok || !fresh) {
      location.assign(url);
      return;
    }
    target.replaceWith(fresh);
    document.title = page.title;
    if (push) {
      history.pushState({ sr: true }, "", answer.url || url);
    }
    showChoices();
    startRegister();
    restoreFocus(fresh, key);
    const live = document.getElementById("sr-live");
    if (live) {
      live.textContent = fresh.dataset.said || "";
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      location.assign(url);
    }
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sr-swap]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  swap(link.href, { key: link.dataset.key });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-sr-swap]");
  if (!form) {
    return;
  }
  event.preventDefault();
  const url = new URL(form.action, location.href);
  url.search = new URLSearchParams(
    [...new FormData(form)].filter(([, value]) => typeof value === "string" && value),
  ).toString();
  swap(url.href, { key: form.dataset.key });
});

if (document.getElementById("register")) {
  history.replaceState({ sr: true }, "");
  addEventListener("popstate", (event) => {
    if (event.state?.sr) {
      swap(location.href, { push: false });
    }
  });
}
