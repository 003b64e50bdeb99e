/* Editing in place: a section of a record becomes its form where it stands, the others stay. The
 * form is that of the page "edit-section", which works without this; nothing is drawn twice. */
import { forget, isChanged, keepChanged } from "./forms.js";
import { prepare as prepareConfirm } from "./confirm.js";

const opened = new Map(); // section → its form
let told = null; // the section whose errors stand in the summary

const main = () => document.getElementById("main");
const head = (section) => section.querySelector(".sr-section-head");
const editLink = (section) => section.querySelector("a.sr-section-edit");
const formOf = (page) => page.querySelector("#main form[data-sr-guard]");

function say(text) {
  const live = document.getElementById("sr-live");
  if (live) {
    live.textContent = text;
  }
}

async function load(url, options = {}) {
  const answer = await fetch(url, {
    credentials: "same-origin",
    headers: { "X-Requested-With": "XMLHttpRequest" },
    ...options,
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { answer, page };
}

function reach(element) {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}

function show(section, form) {
  for (const part of section.children) {
    part.hidden = part !== head(section);
  }
  editLink(section).hidden = true;
  form.id = `${section.id}-form`;
  form.tabIndex = -1;
  form.setAttribute("aria-labelledby", `${section.id}-title`);
  section.classList.add("sr-section-open");
  section.append(form);
  opened.set(section, form);
}

async function open(section, link) {
  if (section.getAttribute("aria-busy") === "true") {
    return;
  }
  section.setAttribute("aria-busy", "true");
  try {
    const form = formOf((await load(link.href)).page);
    if (!form) {
      location.assign(link.href); // logged out or refused: that page says it
      return;
    }
    show(section, form);
    form.querySelector(".form-control, .form-select, .form-check-input")?.focus();
  } catch {
    location.assign(link.href);
  } finally {
    section.removeAttribute("aria-busy");
  }
}

function close(section) {
  forget(opened.get(section));
  opened.get(section).remove();
  opened.delete(section);
  section.classList.remove("sr-section-open");
  for (const part of section.children) {
    part.hidden = false;
  }
  editLink(section).hidden = false;
  if (told === section) {
    document.querySelector(".sr-errors")?.remove();
  }
}

function putOnTop(summary) {
  // The first of them in the page: below the head and the warnings.
  main().querySelector(".sr-path-line, .sr-inpage, .sr-record").before(summary);
}

/* One summary on top of the record, whichever section was sent. */
function showErrors(section, summary) {
  document.querySelector(".sr-errors")?.remove();
  if (!summary) {
    return;
  }
  told = section;
  for (const link of summary.querySelectorAll("a[href='#main']")) {
    link.setAttribute("href", `#${section.id}-form`);
  }
  putOnTop(summary);
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

/* The answer was no form and no record: what was typed stays, and the reason is told. */
function refuse(section, reason, words) {
  const pattern = document.querySelector("template[data-sr-unsaved]");
  const summary = pattern.content.firstElementChild.cloneNode(true);
  for (const line of summary.querySelectorAll("[data-why]")) {
    if (line.dataset.why !== reason) {
      line.remove();
    }
  }
  if (words) {
    summary.querySelector("[data-why] a").textContent = words;
  }
  showErrors(section, summary);
}

function isTouched(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((field) =>
    field.matches("select")
      ? [...field.options].some((one) => one.selected !== one.defaultSelected && one.value)
      : field.value !== field.defaultValue || field.checked !== field.defaultChecked,
  );
}

/* The record anew; sections in work stay as they are. */
function renew(page) {
  const fresh = page.getElementById("main");
  for (const section of main().querySelectorAll(".sr-section[id]")) {
    const keeps =
      opened.has(section) || section.querySelector("[data-sr-poll]") || isTouched(section);
    if (keeps) {
      const place = fresh.querySelector(`#${CSS.escape(section.id)}`);
      place ? place.replaceWith(section) : fresh.querySelector(".sr-record > div").append(section);
    }
  }
  const summary = told && opened.has(told) ? document.querySelector(".sr-errors") : null;
  main().replaceChildren(...fresh.childNodes);
  if (summary) {
    putOnTop(summary);
  }
  document.title = page.title;
  prepareConfirm();
}

function saved(section, page) {
  const { id } = section;
  close(section);
  renew(page);
  const again = document.getElementById(id);
  const notes = [...main().querySelectorAll(":scope > .sr-note")];
  if (again) {
    head(again).after(...notes);
    reach(editLink(again) ?? again);
  }
  say(notes.map((note) => note.textContent.trim()).join(" "));
}

function keepFiles(form, fresh) {
  for (const field of form.querySelectorAll("input[type=file]")) {
    const again = fresh.querySelector(`input[type=file][name="${CSS.escape(field.name)}"]`);
    if (again && field.files.length) {
      again.files = field.files;
    }
  }
}

function drawAgain(section, form, page) {
  const fresh = formOf(page);
  const here = document.activeElement?.closest(".sr-field")?.querySelector("[id^='f-']")?.id;
  keepFiles(form, fresh);
  form.remove();
  show(section, fresh);
  keepChanged(fresh);
  const errors = page.querySelector(".sr-errors");
  showErrors(section, errors);
  if (!errors) {
    reach((here && document.getElementById(here)) || fresh);
  }
}

async function send(section, form, button) {
  if (form.getAttribute("aria-busy") === "true") {
    return;
  }
  const body = new FormData(form);
  if (button?.name) {
    body.append(button.name, button.value);
  }
  form.setAttribute("aria-busy", "true");
  try {
    const { answer, page } = await load(form.getAttribute("action"), { method: "POST", body });
    if (answer.ok && formOf(page)) {
      drawAgain(section, form, page);
    } else if (answer.ok && answer.redirected && page.querySelector(".sr-record")) {
      saved(section, page);
    } else if (answer.ok || answer.status === 401) {
      refuse(section, "door");
    } else {
      refuse(section, "refused", page.querySelector("#main h1, h1")?.textContent.trim());
    }
  } catch {
    refuse(section, "lost");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function ask() {
  const dialog = document.querySelector("dialog[data-sr-leave]");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "leave"), { once: true });
  });
}

async function cancel(section) {
  const form = opened.get(section);
  if (isChanged(form) && !(await ask())) {
    return;
  }
  close(section);
  reach(editLink(section));
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const link = event.target.closest("a");
  const section = link?.closest(".sr-section");
  if (!section) {
    return;
  }
  if (link === editLink(section) && new URL(link.href).pathname.endsWith("/@@edit-section")) {
    event.preventDefault();
    open(section, link);
  } else if (opened.has(section) && link.closest(".sr-form-end")) {
    event.preventDefault();
    cancel(section);
  }
});

document.addEventListener("keydown", (event) => {
  const section = event.target.closest?.(".sr-section-open");
  if (event.key === "Escape" && section && !event.defaultPrevented) {
    // Else the same press would close the question that it has opened.
    event.preventDefault();
    cancel(section);
  }
});

// Before the other modules: they would take the form for one that leaves the page.
document.addEventListener(
  "submit",
  (event) => {
    const section = event.target.closest(".sr-section-open");
    if (section && opened.get(section) === event.target) {
      event.preventDefault();
      send(section, event.target, event.submitter);
    }
  },
  { capture: true },
);
