"""HTML of the pages before any script runs: what is known is drawn at once, the rest the script fills in.

Every value is escaped here; nothing else writes HTML.
"""

import json
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from deskside.http import not_loaded, too_old
from deskside.http.client import EntryFiles
from deskside.http.words import Language
from deskside.wire.shapes import JsonObject

_CSS = """
:root{color-scheme:light dark}body{margin:0;font-family:system-ui,sans-serif}
.shell{max-width:72rem;margin:0 auto;padding:1.5rem}.shell h1{font-size:1.5rem;margin:0 0 .25rem}
.shell p{margin:0 0 1.5rem;opacity:.8}.shell-lines{display:grid;gap:.75rem}
.shell-lines i{height:6rem;border-radius:.75rem;background:#8884;opacity:.5}
"""
_ALONE = """
body{background:#f4f6f7;color:#16202a}#root{box-sizing:border-box;display:grid;min-height:100dvh;padding:1.5rem}
#root{place-items:center}.shell{background:#fff;border:1px solid #dbe1e5;border-radius:.75rem;line-height:1.5}
.shell{max-width:26rem;padding:2rem;text-align:center}.shell h1{line-height:1.25;margin-bottom:.75rem}
.shell p:last-child{margin-bottom:0}.shell a{color:#0a5a55}.shell form{display:grid;gap:1rem;margin:0 0 1.25rem}
.shell button,.shell input{font:inherit;border-radius:.5rem;min-height:3rem;padding:.5rem 1rem;box-sizing:border-box}
.shell button{background:#0b6b66;color:#fff;border:0;font-weight:600;cursor:pointer;overflow-wrap:anywhere}
.shell label{display:grid;gap:.25rem;text-align:start}
.shell input{border:1px solid #7c8a92;background:#fff;color:#16202a}
.shell .warn{background:#fdf1d8;color:#533a00;border-radius:.5rem;padding:.75rem;opacity:1}
.shell .small{font-size:.875rem}
.shell :focus-visible{outline:3px solid #0b6b66;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#0f1416;color:#e9eef0}
.shell{background:#182023;border-color:#2d393e}.shell a{color:#7cdccf}.shell button{background:#7cdccf;color:#06201e}
.shell input{background:#0f1416;color:#e9eef0}.shell .warn{background:#3a2c0d;color:#f6dfae}
.shell :focus-visible{outline-color:#7cdccf}}
"""
"""Of a page that no script completes; its colours are those of the client's tokens."""
_PAPER = """
body{background:#f4f6f7;color:#16202a;line-height:1.55}#root{box-sizing:border-box;min-height:100dvh;padding:1.5rem}
.shell{box-sizing:border-box;background:#fff;border:1px solid #dbe1e5;border-radius:.75rem;max-width:44rem;padding:2rem}
.shell h1{font-size:1.6rem;line-height:1.25}.shell h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
.shell p{margin:0 0 .75rem;opacity:1;overflow-wrap:anywhere}.shell ul{margin:0 0 .75rem;padding-inline-start:1.25rem}
.shell li{margin-block-end:.25rem;overflow-wrap:anywhere}.shell a{color:#0a5a55}
.shell .top{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;align-items:baseline}
.shell table{border-collapse:collapse;margin:0 0 1rem}
.shell th{font-weight:400;text-align:start;padding:.2rem 2rem .2rem 0}
.shell .soft{color:#51606a}.shell .small{font-size:.875rem}.shell blockquote{margin:0 0 1rem;padding:.75rem 1rem .1rem}
.shell blockquote,.shell fieldset{border:1px solid #dbe1e5;border-radius:.5rem}.shell fieldset{margin:0 0 1rem}
.shell fieldset{padding:.75rem 1rem}.shell legend{font-weight:600;padding:0 .25rem}
.shell label{display:flex;gap:.75rem;align-items:baseline;padding:.5rem 0;cursor:pointer}
.shell label.field{display:grid;gap:.25rem}.shell input[type=checkbox]{inline-size:1.25rem;block-size:1.25rem;flex:none}
.shell input[type=checkbox]{accent-color:#0b6b66;translate:0 .2rem}
.shell input[type=text],.shell button{font:inherit;border-radius:.5rem;min-height:3rem;padding:.5rem 1rem}
.shell input[type=text]{border:1px solid #7c8a92;background:#fff;color:#16202a}
.shell button{background:#0b6b66;color:#fff;border:0;font-weight:600;cursor:pointer}
.shell button.plain{background:none;color:#16202a;border:1px solid #7c8a92}
.shell .acts{margin-block-start:1.25rem;display:flex;flex-wrap:wrap;gap:.75rem}
.shell .note{border-radius:.5rem;padding:.75rem 1rem}
.shell .note{background:#e0f1ee;color:#0b3e3a}.shell .warn{background:#fdf1d8;color:#533a00}
.shell :focus-visible{outline:3px solid #0b6b66;outline-offset:2px}
@media(max-width:30rem){#root{padding:.75rem}.shell{padding:1.25rem}.shell .acts>*{flex:1 1 100%}}
@media(prefers-color-scheme:dark){body{background:#0f1416;color:#e9eef0}.shell a{color:#7cdccf}
.shell{background:#182023;border-color:#2d393e}.shell .soft{color:#a5b3ba}
.shell blockquote,.shell fieldset{border-color:#2d393e}.shell input[type=checkbox]{accent-color:#7cdccf}
.shell input[type=text]{background:#0f1416;color:#e9eef0}.shell button{background:#7cdccf;color:#06201e}
.shell button.plain{background:none;color:#e9eef0}.shell .note{background:#12312e;color:#bfe9e1}
.shell .warn{background:#3a2c0d;color:#f6dfae}.shell :focus-visible{outline-color:#7cdccf}}
@media print{body{background:none;color:#000}#root{padding:0}.shell{border:0;padding:0;max-width:none;background:none}
.shell .screen{display:none}.shell a{color:inherit}}
"""
"""Of a page that is read: as wide as lines may be, and good on paper. The same colours."""
_ICON = quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6b66"/>'
    '<path d="M7 22h18M9 22v-5h6v5M21 10a3 3 0 1 1-.1 0M17 22v-3a4 4 0 0 1 8 0v3" '
    'fill="none" stroke="#fff" stroke-width="2"/></svg>'
)
"""Somebody at a desk; inline, so that it costs no request."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says at once. `link`: address and name of the way on."""

    title: str
    text: str
    link: tuple[str, str] | None = None
    waiting: bool = False
    """More is coming: grey blocks hold its place."""
    language: Language = "en"
    retry_seconds: int | None = None
    """The page is asked for again after this time."""
    form: str = ""
    """HTML between the text and the link: already escaped."""


def page(files: EntryFiles, words: Words, boot: JsonObject) -> str:
    """A page of the client: its styles inline, its script in parallel, `boot` as data in the element of that id."""
    scripts = "".join(
        f'<script type="module" src="{escape(name)}"></script>'
        if name == files.script
        else f'<link rel="modulepreload" href="{escape(name)}">'
        for name in files.at_once(words.language)
    )
    # A sheet that is `disabled` is not fetched; the loader of lazy parts takes it for one that is here (inline).
    here = "".join(f'<link rel="stylesheet" href="{escape(name)}" disabled>' for name in files.sheets)
    data = f'<script type="application/json" id="boot">{as_script_data(boot)}</script>'
    first = f"<script>{too_old.SCRIPT}</script><script>{not_loaded.SCRIPT}</script>"
    return _document(words, f"{first}<style>{_CSS}{files.css}</style>{here}{scripts}", data)


def plain(words: Words) -> str:
    """A page without a script."""
    again = f'<meta http-equiv="refresh" content="{words.retry_seconds}">' if words.retry_seconds else ""
    return _document(words, f'{again}<meta name="robots" content="noindex"><style>{_CSS}{_ALONE}</style>', "")


def paper(words: Words) -> str:
    """A page to be read, without a script. `form`: everything below the title; `text` is not shown."""
    head = f'<meta name="robots" content="noindex"><style>{_CSS}{_PAPER}</style>'
    return _framed(words, head, words.form, "")


def as_script_data(value: JsonObject) -> str:
    """JSON that cannot end the element that it stands in (HTML Living Standard 4.12.1.3)."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _document(words: Words, head: str, data: str) -> str:
    link = f'<p><a href="{escape(words.link[0])}">{escape(words.link[1])}</a></p>' if words.link else ""
    lines = '<div class="shell-lines" aria-hidden="true"><i></i><i></i><i></i></div>' if words.waiting else ""
    inner = f"<h1>{escape(words.title)}</h1><p>{escape(words.text)}</p>{words.form}{link}{lines}"
    return _framed(words, head, inner, data)


def _framed(words: Words, head: str, inner: str, data: str) -> str:
    title = f"<title>{escape(words.title)} · Deskside</title>"
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        f'<link rel="icon" href="data:image/svg+xml,{_ICON}">{title}{head}</head>'
        f'<body><div id="root"><main class="shell">{inner}</main></div>{data}</body></html>'
    )
