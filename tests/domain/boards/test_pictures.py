"""Pictures on boards."""

import pytest

from deskside.domain.boards.pictures import picture_type
from deskside.domain.errors import Invalid


def test_pictures_are_known_by_their_first_bytes() -> None:
    assert picture_type(b"\x89PNG\r\n\x1a\n...") == "image/png"
    assert picture_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert picture_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    with pytest.raises(Invalid):
        picture_type(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
