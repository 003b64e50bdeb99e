/* An irreversible button works only after the number was typed. The server
 * asks for the same number: this only spares a round trip. */

/* Signs that look alike on screen, as in desk/confirm.py. */
const ALIKE = Object.fromEntries(
  [..."abcehkmoptxyëё"].map((sign, at) => [sign, [..."авсенкм0ртхуее"][at]]),
);
Object.assign(ALIKE, { з: "3", о: "0", б: "6" });

function plain(text) {
  return text
    .normalize("NFC")
    .replace(/[\s\u00a0\u2009\u202f]+/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .toLocaleLowerCase("ru")
    .replace(/./gu, (sign) => ALIKE[sign] ?? sign);
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
    // What is typed wrong goes to the server, which says so; an empty field is only shown.
    if (field && !field.value.trim()) {
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
