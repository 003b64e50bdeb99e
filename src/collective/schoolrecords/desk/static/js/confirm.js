/* An irreversible button works only after the number was typed. The server
 * asks for the same number: this only spares a round trip. */

function plain(text) {
  return text
    .normalize("NFC")
    .replace(/[\s\u00a0\u2009\u202f]+/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .toLocaleUpperCase("ru");
}

function matches(field) {
  return plain(field.value) === plain(field.dataset.srConfirm);
}

function show(field) {
  field.form.querySelector(".btn-danger")?.setAttribute("aria-disabled", String(!matches(field)));
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-sr-confirm]")) {
    show(event.target);
  }
});

document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.querySelector("[data-sr-confirm]");
    if (field && !matches(field)) {
      event.preventDefault();
      event.stopPropagation();
      field.focus();
    }
  },
  { capture: true },
);

/** Show which buttons wait for a number; again after a part of the page was exchanged. */
export function prepare() {
  document.querySelectorAll("[data-sr-confirm]").forEach(show);
}

prepare();
