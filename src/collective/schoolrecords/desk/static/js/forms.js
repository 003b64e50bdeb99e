/* Forms: the error summary takes focus, unsaved work is asked about, and a
 * second click does not send the same form twice. */

// After the form was filled for somebody, the work goes on at the field that it names.
const next = document.querySelector("form[data-sr-focus]")?.dataset.srFocus;
const summary = document.querySelector(".sr-errors") ?? (next && document.getElementById(next));
summary?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest(".sr-errors a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (field) {
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }
});

// The kind of a record decides its fields, and a personal file fills an entry of a book: either
// asks for the form anew as soon as it is chosen.
const ASKING =
  "select[name='doc_type'], select[name='kind'], form[action$='/@@add-entry'] input[name='file_number']";
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches?.(ASKING) && (target.value || target.matches("select"))) {
    event.target.form?.querySelector("button[name='show_kind']")?.click();
  }
});

// A medical paper that is chosen from the list ticks its box and names its place.
document.addEventListener("change", (event) => {
  const { form, list, value } = event.target;
  const chosen = [...(list?.options ?? [])].find((one) => one.value === value && one.dataset.medical);
  if (chosen) {
    form.elements.medical.checked = true;
    form.elements.place.value ||= chosen.dataset.place ?? "";
  }
});

const changed = new Set();

/** Whether something was typed into a form and not sent. */
export function isChanged(form) {
  return changed.has(form);
}

/** Take a form for changed: it was drawn anew with what was typed. */
export function keepChanged(form) {
  changed.add(form);
}

/** Ask no more about a form. */
export function forget(form) {
  changed.delete(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-sr-guard]");
  if (form) {
    changed.add(form);
  }
});

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) {
    event.preventDefault();
  }
});

const sent = new WeakMap();
const WAIT_MS = 10000; // after that the person may try again: the answer was lost

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A paper that is printed from a form opens beside it: the form itself is still to be sent.
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget === "_blank") {
    return;
  }
  const now = performance.now();
  if (now - (sent.get(form) ?? -WAIT_MS) < WAIT_MS) {
    event.preventDefault();
    return;
  }
  sent.set(form, now);
  changed.delete(form);
});

// Coming back through the browser's history shows the page as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    for (const form of document.forms) {
      sent.delete(form);
    }
  }
});
