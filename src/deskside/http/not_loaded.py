"""A script in every page of the client that tells people when the client itself does not come, and offers another try.

The client tells whatever else goes wrong; its own first file, or one that this one imports, cannot. An error of a
script's element is that of any file below it (HTML Living Standard 8.1.4.2); what hangs has no event, so time tells.
"""

import base64
import hashlib

PATIENCE_SECONDS = 15
_SCRIPT = """(function () {
  function tell() {
    var main = document.querySelector("#root > main.shell"), html = document.documentElement;
    if (!main || html.hasAttribute("data-too-old") || main.querySelector("[role=alert]")) return;
    var words = html.lang === "de"
      ? ["Diese Seite ist nicht ganz geladen. Prüfe deine Verbindung.", "Neu laden"]
      : ["This page has not loaded fully. Check your connection.", "Load it again"];
    var lines = main.querySelector(".shell-lines"), text = document.createElement("p");
    var button = document.createElement("button");
    if (lines) main.removeChild(lines);
    text.setAttribute("role", "alert");
    text.appendChild(document.createTextNode(words[0]));
    button.className = "button primary";
    button.appendChild(document.createTextNode(words[1]));
    button.onclick = function () { location.reload(); };
    main.appendChild(text);
    main.appendChild(button);
  }
  addEventListener("error", function (event) {
    if (event.target && event.target.tagName === "SCRIPT") tell();
  }, true);
  setTimeout(tell, SECONDS * 1000);
})();
"""
SCRIPT = _SCRIPT.replace("SECONDS", str(PATIENCE_SECONDS))
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
"""How the page's policy names the script (Content Security Policy level 3, section 2.3.1)."""
