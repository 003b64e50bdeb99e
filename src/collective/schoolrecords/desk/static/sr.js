/* The entry: every module listens on the document, so that parts of a page
 * may be exchanged without starting anything again. Pages work without it. */
import "./js/keys.js";
import "./js/menus.js";
import "./js/rail.js";
import "./js/register.js";
import "./js/preferences.js";
import "./js/swap.js";
import "./js/forms.js";
import "./js/confirm.js";
import "./js/inplace.js";
import "./js/progress.js";
import "./js/found.js";
import "./js/marks.js";
