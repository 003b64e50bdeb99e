/* The rail is longer than an old monitor for some offices: the page in sight is shown in it. Only
 * the rail itself moves; the page stays where it is. */
const rail = document.querySelector(".sr-rail");
const here = rail?.querySelector("[aria-current]");
if (here) {
  const below = here.getBoundingClientRect().bottom - rail.getBoundingClientRect().bottom;
  rail.scrollTop = below > -40 ? below + rail.clientHeight / 2 : 0;
}
