"""Pictures on boards: what they are, and how many there may be."""

from deskside.domain.errors import Invalid

FILE_BYTES = 512 * 1024
"""A picture; pages make it smaller before they send it."""
BOARD_FILES = 50


def picture_type(content: bytes) -> str:
    """The media type of a picture by its first bytes (WHATWG MIME Sniffing 6.1). Raises Invalid for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:14] == b"WEBPVP":
        return "image/webp"
    raise Invalid("A picture is a PNG, JPEG or WebP.")
