"""The first script of every page of the client: browsers that are too old are told so, before anything else runs.

Written in the language of 2009 (ECMAScript 5), so that what cannot read the client can read it. The features asked for
came last among those that the client needs; docs/operations.md names the oldest browsers that have them all.
"""

import base64
import hashlib

_WORKS = "Chrome 109, Edge 109, Safari 16.4 (iPadOS 16.4), Firefox 121"
_SCRIPT = """(function () {
  try {
    if ("noModule" in document.createElement("script") && [].at && Object.hasOwn && window.structuredClone &&
      [].findLast && "adoptedStyleSheets" in document && new RegExp("(?<=a)b") && CSS.supports("selector(:has(a))") &&
      CSS.supports("height", "1dvh") && CSS.supports("container-type", "inline-size") && AbortSignal.timeout) return;
  } catch (error) {}
  var german = /^de/i.test(navigator.language || navigator.userLanguage || "");
  var words = german
    ? ["Dieser Browser ist zu alt",
       "Deskside braucht mindestens WORKS. Aktualisiere den Browser oder das Gerät, oder nimm ein anderes."]
    : ["This browser is too old",
       "Deskside needs WORKS, or newer. Update the browser or the device, or use another one."];
  document.documentElement.setAttribute("data-too-old", "");
  function tell() {
    var main = document.querySelector("#root > main");
    if (!main) return;
    while (main.firstChild) main.removeChild(main.firstChild);
    var heading = document.createElement("h1"), text = document.createElement("p");
    heading.appendChild(document.createTextNode(words[0]));
    text.appendChild(document.createTextNode(words[1]));
    main.appendChild(heading);
    main.appendChild(text);
  }
  document.addEventListener("DOMContentLoaded", tell);
})();
"""
SCRIPT = _SCRIPT.replace("WORKS", _WORKS)
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
"""How the page's policy names the script (Content Security Policy level 3, section 2.3.1)."""
