// Shows a message if the page's scripts do not start, because the browser is too old or a
// script does not load. Written in script that old browsers understand. The page's first
// content remains. If this script does not load either, the page's `late` message shows.
// Scripts come in any order, so it looks when all have come.
(function () {
  "use strict";
  var STAYS = " The answer, the ledger and the first picture stay true for the machine they name.";
  var OLD = "This browser is too old to run the simulation: any browser since 2022 can.";
  var MISSING = "A script of this page could not be loaded, so the simulation does not run. Loading the page again may help.";
  /** @param {string} code @param {string} text */
  function tell(code, text) {
    var banner = document.getElementById("banner");
    var late = document.getElementById("late");
    if (!banner) return;
    if (late && late.parentNode) late.parentNode.removeChild(late);
    banner.textContent = text + STAYS;
    banner.setAttribute("data-code", code);
    banner.hidden = false;
  }
  addEventListener("load", function () {
    if (document.documentElement.getAttribute("data-started")) return;
    /** @type {any} */
    var script = document.querySelector("script[type=module]");
    /** @type {any} */
    var came = performance.getEntriesByName(script.src)[0];
    // What is there and did not start is in a language that this browser does not know.
    var there = !script.src || came && came.decodedBodySize > 0 && !(came.responseStatus >= 400);
    if (there || !("noModule" in HTMLScriptElement.prototype)) tell("old", OLD);
    else tell("script-load", MISSING);
  });
})();
