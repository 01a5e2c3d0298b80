"""Files of exercises as they come in and go out: one .md file, or a .zip of them. Whatever comes in is bounded."""

import codecs
import io
import re
import zipfile
import zlib
from urllib.parse import quote

from fastapi.responses import Response

from deskside.domain.errors import Invalid
from deskside.services.exercises import LIBRARY_BYTES, LIBRARY_MOST, SourceFile

MARKDOWN = "text/markdown"
ARCHIVE = "application/zip"
FILES_LIMIT = LIBRARY_MOST
FILE_BYTES_LIMIT = 128 * 1024
"""An exercise has at most 20,000 characters, of four bytes at most, and a little before them."""
UNPACKED_LIMIT = LIBRARY_BYTES + FILES_LIMIT * 1024
"""Bytes of all files of an archive together: those of the largest library, each with what stands at its top."""
ARCHIVE_BYTES = LIBRARY_BYTES + FILES_LIMIT * 2048
"""Bytes of an archive: what cannot be compressed takes its own size, an entry (its name twice) up to 1 KiB."""
ENTRIES_LIMIT = 4 * FILES_LIMIT
"""Whatever else is in an archive: pictures, what systems add."""
_NAME_LIMIT = 120
_UNFIT = re.compile(r"[^\w .()+,-]+")
"""What is not put into the names of files: slashes, quotes, control characters."""


def files_of(name: str, content_type: str, body: bytes) -> tuple[SourceFile, ...]:
    """The exercise files in a request. Raises Invalid for what is neither Markdown nor an archive."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == ARCHIVE or name.lower().endswith(".zip"):
        return _unpacked(body)
    if kind == MARKDOWN or name.lower().endswith(".md"):
        return (SourceFile(_shown(name), _text(name, body)),)
    raise Invalid(f"Send {MARKDOWN} or {ARCHIVE}.")


def packed(files: tuple[SourceFile, ...]) -> bytes:
    """An archive of these files; two of one name are numbered."""
    buffer, taken = io.BytesIO(), dict[str, int]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(_free(file.name, taken)), file.text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _free(name: str, taken: dict[str, int]) -> str:
    """A name in the archive that no other file has; `taken` counts those of one name."""
    stem = "/".join(_fit(part) for part in name.split("/") if part)
    while True:
        number = taken[stem.casefold()] = taken.get(stem.casefold(), 0) + 1
        if number == 1:
            return f"{stem}.md"
        stem = f"{stem} {number}"


def attachment(name: str, media_type: str, content: bytes) -> Response:
    """A file to save (RFC 6266; the name in UTF-8 by RFC 8187)."""
    disposition = f"attachment; filename*=UTF-8''{quote(_fit(name))}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _unpacked(body: bytes) -> tuple[SourceFile, ...]:
    if body.count(b"PK\x01\x02") > ENTRIES_LIMIT:  # before each of them is made an object
        raise Invalid(f"The archive has more than {ENTRIES_LIMIT} files. Import it in parts.")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = [entry for entry in archive.infolist() if _is_exercise(entry)]
            if len(entries) > FILES_LIMIT:
                raise Invalid(f"The archive has more than {FILES_LIMIT} files. Import it in parts.")
            files, size = list[SourceFile](), 0
            for entry in entries:
                content = _read(archive, entry)
                size += len(content)
                if size > UNPACKED_LIMIT:
                    raise Invalid(f"The archive has more than {UNPACKED_LIMIT >> 20} MiB of text. Import it in parts.")
                files.append(SourceFile(_shown(entry.filename), _text(entry.filename, content)))
            return tuple(files)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Invalid("The archive cannot be read. Make a new .zip, without a password.") from error


def _is_exercise(entry: zipfile.ZipInfo) -> bool:
    """Markdown, and not what systems add by themselves (hidden files, __MACOSX)."""
    parts = entry.filename.split("/")
    return entry.filename.lower().endswith(".md") and not any(part.startswith((".", "__")) for part in parts)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One file; what the archive says of its size is not believed."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("only what every system can read")
    with archive.open(entry) as file:
        content = file.read(FILE_BYTES_LIMIT + 1)
    if len(content) > FILE_BYTES_LIMIT:
        raise Invalid(f"{_shown(entry.filename)} is too large for an exercise.")
    return content


def _text(name: str, content: bytes) -> str:
    """UTF-8, or what a byte order mark says; nothing is guessed, as a wrong guess destroys letters without a word."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise Invalid(f"{_shown(name)}, line {line}: a letter is not UTF-8. Save the file as UTF-8.") from None


def _shown(name: str) -> str:
    """A file's name as it can be said in a refusal."""
    return "".join(x if x.isprintable() else "?" for x in name)[-_NAME_LIMIT:]


def _fit(name: str) -> str:
    return _UNFIT.sub("-", name).strip(" .-")[:_NAME_LIMIT] or "exercise"
