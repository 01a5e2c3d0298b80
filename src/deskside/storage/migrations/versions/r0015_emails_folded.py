"""Emails of before are found as emails are compared now: with straight quotes, hyphens, nothing invisible.

Revision 8 folded them by NFKC and case alone, so whoever had “o’neill@…” was found by no spelling of it. What is
compared here is `domain.text.fold` as it was when this was written: a later one needs a revision of its own.
"""

import re
import unicodedata

import sqlalchemy as sa
import structlog
from alembic import op

revision = "0015"
down_revision = "0014"

_log = structlog.get_logger(__name__)

_user = sa.table("user_account", *map(sa.column, ("id", "center_id", "email", "email_fold", "email_key")))

_INVISIBLE = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
    *((0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
_AS_WRITTEN: dict[int, str | None] = {
    **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
    **dict.fromkeys(map(ord, "’‘‚‛‹›′‵´`ʹʻʼʽˈ՚׳"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″‶〝〞〟״"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－˗־➖⸺⸻"), "-"),
    **dict.fromkeys(map(ord, "⁄∕⧸"), "/"),
    ord("ς"): "σ",
}
_RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁱⁿ]+")
_AFTER_DIGIT = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅟↉])")
_MARKS_THAT_LOOK_LIKE_LETTERS = "\u0f73\u0f75\u0f81\uff9e\uff9f"
_MARKS_LIMIT = 30


def upgrade() -> None:
    """Fold each email anew.

    Two people of one center may have one address now. Both stay, and both sign in, each with their own password; the
    address belongs to whoever has it already, and the later one keeps the key of before until somebody gives them an
    address of their own. Which two they are is in the log.
    """
    connection = op.get_bind()
    people = connection.execute(sa.select(_user).where(_user.c.email.is_not(None)).order_by(_user.c.id)).all()
    owners = {row.email_key: row.id for row in people if row.email_key is not None}
    for row in people:
        fold = _fold(row.email)
        key = f"{row.center_id} {fold}"
        owner = row.id if row.email_key is None else owners.setdefault(key, row.id)
        if owner != row.id:
            _log.warning("email_shared", center=row.center_id, user=row.id, with_user=owner)
        if row.email_key is None or owner != row.id:  # of somebody disabled the address is free for others
            key = row.email_key
        if (fold, key) != (row.email_fold, row.email_key):
            connection.execute(_user.update().where(_user.c.id == row.id).values(email_fold=fold, email_key=key))


def _fold(text: str) -> str:
    plain = _RAISED.sub(lambda run: "^" + run.group(), _calmed(text.translate(_AS_WRITTEN)))
    plain = unicodedata.normalize("NFKC", _AFTER_DIGIT.sub(" ", plain))
    plain = unicodedata.normalize("NFKC", plain.lower().upper().lower()).translate(_AS_WRITTEN)
    plain = "".join(str(unicodedata.decimal(x)) if x.isdecimal() else x for x in plain)
    return " ".join(plain.split())


def _calmed(text: str) -> str:
    """Without the marks that are too many in a row."""
    kept, run = list[str](), 0
    for character in text:
        mark = unicodedata.combining(character) > 0 or character in _MARKS_THAT_LOOK_LIKE_LETTERS
        run = run + 1 if mark else 0
        if run <= _MARKS_LIMIT:
            kept.append(character)
    return "".join(kept)
