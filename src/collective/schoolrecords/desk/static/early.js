/* Runs before the page is painted, so that nothing jumps: marks that scripts
 * work and applies this person's density and columns. Kept in localStorage
 * under an opaque person key; see js/preferences.js. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("sr-js");
  try {
    var person = "sr/" + (root.dataset.srPerson || "-");
    var density = localStorage.getItem(person + "/density");
    if (density === "compact") {
      root.dataset.srDensity = density;
    }
    var register = root.dataset.srRegister;
    var columns = register && JSON.parse(localStorage.getItem(person + "/columns/" + register) || "{}");
    var sheet = document.createElement("style");
    sheet.id = "sr-columns";
    sheet.textContent = Object.keys(columns || {})
      .filter(function (name) {
        return /^[a-z0-9_-]+$/.test(name);
      })
      .map(function (name) {
        return columns[name]
          ? '[data-col="' + name + '"][data-off]{display:revert}'
          : '[data-col="' + name + '"]{display:none}';
      })
      .join("\n");
    document.head.append(sheet);
  } catch (error) {
    /* Storage is closed or damaged: the page keeps its own columns. */
  }
})();
