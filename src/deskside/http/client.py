"""The built client: which files a page needs (Vite's manifest), and the files, compressed when they were built."""

import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = "manifest.json"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""Best first, with the ending of the file that has it."""
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
"""No hidden files, no way up."""
_WORDS = re.compile(r"src/i18n/([a-z]{2})(?:-of-([a-z-]+))?\.ts")
"""Words of a language: all there are, or those of one page."""
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class EntryFiles:
    """What one page loads: the entry's script, the modules that it imports, and the text of their style sheets."""

    script: str
    modules: tuple[str, ...]
    css: str
    sheets: tuple[str, ...] = ()
    """Where `css` came from: what is lazily loaded later must not fetch these again."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language: what the script asks for as soon as it runs. A language that comes with it has none."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of scripts: bytes as they go over the line. One that is not named here is taken for the smallest."""

    def at_once(self, language: str) -> tuple[str, ...]:
        """Every script that a page in this language needs before it is drawn, the largest first.

        Browsers ask in this order. By HTTP/1.1 the first goes over the connection that brought the page, which is open
        and has grown its window (RFC 5681 section 3.1); five others have to be opened, and the rest waits for one.
        """
        needed = (*self.modules, *self.words.get(language, ()), self.script)
        return tuple(sorted(needed, key=lambda name: -self.sizes.get(name, 0)))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to send; `encoding` is its Content-Encoding."""

    path: Path
    media_type: str
    encoding: str | None


class BuiltClient:
    """Reads the output folder of web/vite.config.ts; notices when it was built anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built_at = -1
        self._entries: dict[str, EntryFiles] = {}

    def entry(self, name: str) -> EntryFiles | None:
        """The files of a page, such as "src/app/tutor.tsx"; None if the client is not built."""
        manifest = self._folder / MANIFEST
        try:
            built_at = manifest.stat().st_mtime_ns
            if built_at != self._built_at:
                chunks: dict[str, dict[str, object]] = json.loads(manifest.read_text("utf-8"))
                self._entries = {key: self._files(chunks, key) for key, x in chunks.items() if x.get("isEntry")}
                self._built_at = built_at
        except (FileNotFoundError, json.JSONDecodeError):  # not built, or being built at this moment
            return None
        return self._entries.get(name)

    def find(self, name: str, accepted: str) -> StoredFile | None:
        """A file of the folder in the best form that `accepted` (Accept-Encoding) allows; None if there is none."""
        if not _NAME.fullmatch(name):
            return None
        path = self._folder / name
        if not path.is_file():
            return None
        media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        for encoding, ending in ENCODINGS:
            smaller = path.with_name(path.name + ending)
            if accepts(accepted, encoding) and smaller.is_file():
                return StoredFile(smaller, media_type, encoding)
        return StoredFile(path, media_type, None)

    def _files(self, chunks: dict[str, dict[str, object]], entry: str) -> EntryFiles:
        names = _with_imports(chunks, entry, [])
        sheets = dict.fromkeys(sheet for name in names for sheet in _strings(chunks[name].get("css")))
        css = "".join((self._folder / sheet).read_text("utf-8") for sheet in sheets)
        scripts = tuple(f"/{chunks[name]['file']}" for name in names)
        words = _words(chunks, entry, names)
        return EntryFiles(
            script=scripts[-1],
            modules=scripts[:-1],
            css=css.replace("</", "<\\/"),
            sheets=tuple(f"/{sheet}" for sheet in sheets),
            words=words,
            sizes={name: self._size(name) for name in (*scripts, *(each for some in words.values() for each in some))},
        )

    def _size(self, address: str) -> int:
        """Bytes of the file at this address as browsers without https get it; 0: it is not there."""
        path = self._folder / address.removeprefix("/")
        for each in (path.with_name(f"{path.name}.gz"), path):
            if each.is_file():
                return each.stat().st_size
        return 0


def accepts(header: str, encoding: str) -> bool:
    """Whether Accept-Encoding allows this coding by name (RFC 9110 section 12.5.3); `q=0` forbids it."""
    for offer in header.split(","):
        name, _, parameter = offer.partition(";")
        if name.strip().lower() == encoding:
            return parameter.strip().replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _with_imports(chunks: dict[str, dict[str, object]], name: str, found: list[str]) -> list[str]:
    """The chunk and everything that it imports statically; what is imported comes first, as style sheets need it."""
    if name not in found:
        for imported in _strings(chunks[name].get("imports")):
            _with_imports(chunks, imported, found)
        if name not in found:
            found.append(name)
    return found


def _words(chunks: dict[str, dict[str, object]], entry: str, here: list[str]) -> dict[str, tuple[str, ...]]:
    """The words of each language for a page that has `here`: its own ones, else all."""
    found: dict[str, str] = {}
    for name in chunks:
        match = _WORDS.fullmatch(name)
        if match and (match[2] == Path(entry).stem or (match[2] is None and match[1] not in found)):
            found[match[1]] = name
    return {
        language: tuple(f"/{chunks[each]['file']}" for each in _with_imports(chunks, name, []) if each not in here)
        for language, name in found.items()
    }


def _strings(value: object) -> tuple[str, ...]:
    return tuple(x for x in value if isinstance(x, str)) if isinstance(value, list) else ()
