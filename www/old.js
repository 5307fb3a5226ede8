// Tells a browser that is too old for the page's scripts so, in script that old
// browsers understand. The page's first content stays.
(function () {
  "use strict";
  function tell() {
    var banner = document.getElementById("banner");
    if (!banner || document.documentElement.getAttribute("data-ready")) return;
    banner.textContent = "This browser is too old to run the simulation: any browser since 2022 can. The answer, the ledger and the first picture stay true for the machine they name.";
    banner.setAttribute("data-code", "old");
    banner.hidden = false;
  }
  if (!("noModule" in HTMLScriptElement.prototype)) document.addEventListener("DOMContentLoaded", tell);
  addEventListener("error", function (event) {
    if (event.error instanceof SyntaxError) tell();
  });
})();
