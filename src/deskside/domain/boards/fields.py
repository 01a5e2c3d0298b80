"""Checks of single values that came as JSON: each gives the value back, copied as far as it is read, or raises Invalid
with what it should have been. Comparisons only: a whole number of JSON may be too long to become a float."""

import re
from collections.abc import Callable, Mapping

from deskside.domain.errors import Invalid

Check = Callable[[object], object]

ID_LENGTH = 64
_HEAD = {**{chr(97 + n): n + 2 for n in range(26)}, **{chr(90 - n): n + 2 for n in range(26)}}
"""The first letter of a fractional index tells how long its whole part is (rocicorp/fractional-indexing)."""
_INDEX = re.compile(r"[A-Za-z][0-9A-Za-z]{1,255}")
_SMALLEST_INDEX = "A" + "0" * 26
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,32}|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([0-9a-z.,%/ +-]{1,64}\)"
)
"""Hexadecimal, a name, or a function of numbers (CSS Color 4): nothing that could name an address."""


def number(low: float, high: float) -> Check:
    """A number between these; NaN is between nothing."""

    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Invalid(f"a number from {low:g} to {high:g}")
        return value

    return check


def whole(low: int, high: int) -> Check:
    """A whole number between these."""

    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Invalid(f"a whole number from {low} to {high}")
        return value

    return check


def flag(value: object) -> object:
    """True or false."""
    if not isinstance(value, bool):
        raise Invalid("true or false")
    return value


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: object) -> object:
        if not isinstance(value, str) or value not in words:
            raise Invalid(f"one of {', '.join(sorted(words))}")
        return value

    return check


def words(longest: int) -> Check:
    """A text of so many characters at most."""

    def check(value: object) -> object:
        if not isinstance(value, str) or len(value) > longest:
            raise Invalid(f"a text of at most {longest} characters")
        return value

    return check


def name(value: object) -> object:
    """An id: of an element, a group, a picture."""
    if not isinstance(value, str) or not 0 < len(value) <= ID_LENGTH or not value.isprintable():
        raise Invalid(f"1 to {ID_LENGTH} characters that can be read")
    return value


def colour(value: object) -> object:
    """A colour."""
    if not isinstance(value, str) or _COLOUR.fullmatch(value) is None:
        raise Invalid("a colour such as #1e1e1e or transparent")
    return value


def index(value: object) -> object:
    """Where in the pile an element lies. A page that makes one beside a broken one throws: it has to be whole."""
    if isinstance(value, str) and _INDEX.fullmatch(value) and value != _SMALLEST_INDEX:
        integer = _HEAD[value[0]]
        if len(value) >= integer and not (len(value) > integer and value.endswith("0")):
            return value
    raise Invalid("a fractional index such as a0")


def maybe(check: Check) -> Check:
    """The same, or nothing."""
    return lambda value: None if value is None else check(value)


def several(check: Check, most: int, least: int = 0) -> Check:
    """A list of so many of them."""

    def all_of(value: object) -> object:
        if not isinstance(value, list | tuple) or not least <= len(value) <= most:
            raise Invalid(f"a list of {least} to {most}")
        return [check(each) for each in value]

    return all_of


def pair(check: Check) -> Check:
    """Two of them, such as x and y."""
    return several(check, 2, 2)


def points(farthest: float, most: int, least: int) -> Check:
    """A list of pairs of numbers, none farther than that. There are thousands in a message: each is looked at once.

    They are kept as tuples, which the collector of garbage passes over: a full board has half a million.
    """

    def check(value: object) -> object:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise Invalid(f"a list of {least} to {most} points")
        found = []
        for point in value:
            if not isinstance(point, list | tuple) or len(point) != 2:
                raise Invalid("a list of pairs of numbers")
            x, y = point
            if not (_plain(x) and _plain(y) and -farthest <= x <= farthest and -farthest <= y <= farthest):
                raise Invalid(f"a list of pairs of numbers up to {farthest:g}")
            found.append((x, y))
        return found

    return check


def _plain(value: object) -> bool:
    return type(value) is float or type(value) is int


def record(fields: Mapping[str, Check], **optional: Check) -> Check:
    """An object with these fields and perhaps the optional ones; others are left out."""

    def check(value: object) -> object:
        if not isinstance(value, dict):
            raise Invalid(f"an object with {', '.join(fields)}")
        needed = {key: each(value.get(key)) for key, each in fields.items()}
        return needed | {key: each(value[key]) for key, each in optional.items() if key in value}

    return check
