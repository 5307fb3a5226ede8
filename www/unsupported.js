// Shows a message if the page's scripts do not start, because the browser is too old or a
// script does not load. Written in script that old browsers understand. The page's first
// content remains. If this script does not load either, the page's `late` message shows.
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
  // A script that fails to load reports it on its own element, so only capturing sees it.
  addEventListener("error", function (event) {
    if (event.error instanceof SyntaxError) tell("old", OLD);
    else if (event.target instanceof HTMLScriptElement) tell("script-load", MISSING);
  }, true);
})();
