// Says so where the page's scripts do not start, in script that old browsers understand:
// a browser that is too old for them, a script that does not come. The page's first
// content stays. Where this script does not come either, the page's `late` message shows.
(function () {
  "use strict";
  var STAYS = " The answer, the ledger and the first picture stay true for the machine they name.";
  var OLD = "This browser is too old to run the simulation: any browser since 2022 can.";
  var MISSING = "A script of this page could not be loaded, so the simulation does not run. Loading the page again may help.";
  /** @param {string} code @param {string} text */
  function tell(code, text) {
    var banner = document.getElementById("banner");
    var late = document.getElementById("late");
    if (!banner) {
      document.addEventListener("DOMContentLoaded", function () { tell(code, text); });
      return;
    }
    if (document.documentElement.getAttribute("data-ready")) return;
    if (late && late.parentNode) late.parentNode.removeChild(late);
    banner.textContent = text + STAYS;
    banner.setAttribute("data-code", code);
    banner.hidden = false;
  }
  if (!("noModule" in HTMLScriptElement.prototype)) tell("old", OLD);
  // Scripts that do not come tell it on their own element, which only a capture hears.
  addEventListener("error", function (event) {
    if (event.error instanceof SyntaxError) tell("old", OLD);
    else if (event.target instanceof HTMLScriptElement) tell("script-load", MISSING);
  }, true);
})();
