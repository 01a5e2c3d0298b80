"""What an element must have."""

import pytest

from deskside.domain.boards.elements import ELEMENT_BYTES, element_of
from deskside.domain.errors import Invalid
from tests.domain.boards.drawings import body


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": 7},
        {"id": "x" * 65},
        {"id": "a\nb"},
        {"type": "embeddable"},
        {"version": -1},
        {"version": 1.5},
        {"version": True},
        {"versionNonce": None},
        {"isDeleted": "no"},
        {"x": float("nan")},
        {"y": 1e9},
        {"width": "10"},
        {"height": True},
        {"link": "javascript:alert(1)"},
    ],
)
def test_a_wrong_element_is_refused(wrong: dict[str, object]) -> None:
    element_of(body("a", link="https://example.org"), 100)
    with pytest.raises(Invalid):
        element_of({**body("a"), **wrong}, 100)


def test_an_element_fits_a_message() -> None:
    with pytest.raises(Invalid):
        element_of(body("a"), ELEMENT_BYTES + 1)
