"""What a center tells about recording: plain text, versions, and promises that stay promises."""

from dataclasses import replace

import pytest

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.texts import (
    ASKED_LIMIT,
    PRIVACY_LIMIT,
    Block,
    BlockKind,
    Language,
    Texts,
    blocks,
    next_version,
    version_now,
)

BY = (Millis(5_000), UserId("admin"))
OURS = Texts("May we?", "# What\nYour voice.")
THEIRS = Texts("Dürfen wir?", "# Was\nDeine Stimme.")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(x.kind.value, x.text) for x in blocks(text, "Riverside", 90)]


def test_a_text_is_headings_paragraphs_and_lists() -> None:
    assert kinds("# What\nOne line\nand another.\n\nNext.\n- one\n - two\n\n\n- three\n#no heading") == [
        ("heading", "What"),
        ("paragraph", "One line and another."),
        ("paragraph", "Next."),
        ("item", "one"),
        ("item", "two"),
        ("item", "three"),
        ("paragraph", "#no heading"),
    ]
    assert kinds("\n \n") == []


def test_center_and_days_are_filled_in_and_what_a_name_holds_is_no_placeholder() -> None:
    filled = blocks("At {center}: {days} days, {other}.", "{days} <b>", 30)
    assert filled == (Block(BlockKind.PARAGRAPH, "At {days} <b>: 30 days, {other}."),)


@pytest.mark.parametrize("language", Language)
def test_the_default_says_what_has_to_be_said(language: Language) -> None:
    texts = version_now(None, 90).of(language)
    assert "{days}" in texts.asked
    headings = [x.text for x in blocks(texts.privacy, "Riverside", 90) if x.kind is BlockKind.HEADING]
    assert len(headings) == 7, "what, why, how long, who, deciding, erasing, whom to ask"
    assert "{days}" in texts.privacy
    assert len(texts.asked) < ASKED_LIMIT
    assert len(texts.privacy) < PRIVACY_LIMIT


def test_a_center_has_the_default_until_it_writes_its_own() -> None:
    default = version_now(None, 90)
    assert (default.number, default.maker_id) == (1, None)
    own = next_version(default, OURS, THEIRS, BY)
    assert own is not None
    assert (own.number, own.of(Language.EN), own.of(Language.DE), own.made_at, own.maker_id) == (2, OURS, THEIRS, *BY)
    assert version_now(own, 90) == own


def test_the_same_texts_are_no_new_version() -> None:
    default = version_now(None, 90)
    assert next_version(default, default.en, default.de, BY) is None


def test_another_time_of_keeping_is_another_version() -> None:
    kept = next_version(version_now(None, 90), OURS, THEIRS, BY)
    assert kept is not None
    now = version_now(kept, 365)
    assert now == replace(kept, number=3, retention_days=365, made_at=None, maker_id=None)


@pytest.mark.parametrize(
    "wrong",
    [
        Texts("", "page"),
        Texts(" \n", "page"),
        Texts("asked", ""),
        Texts("x" * (ASKED_LIMIT + 1), "page"),
        Texts("asked", "x" * (PRIVACY_LIMIT + 1)),
    ],
)
def test_nobody_is_asked_by_an_empty_or_endless_text(wrong: Texts) -> None:
    for pair in ((wrong, THEIRS), (OURS, wrong)):
        with pytest.raises(Invalid, match="in each language"):
            next_version(version_now(None, 90), *pair, BY)
