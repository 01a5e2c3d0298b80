"""Lines of exercises: what they are, and what only looks like it."""

import pytest

from deskside.domain.exercise_items import fence, option


@pytest.mark.parametrize("line", ["``` a`b", "    ```", "`` x", "text ```"])
def test_what_only_looks_like_a_fence_is_text(line: str) -> None:
    assert fence(line) is None


@pytest.mark.parametrize("line", ["- [x]b", "- [x] ", "- [x]", "[x] b", "-[x] b", "- [y] b"])
def test_what_only_looks_like_an_option_is_text(line: str) -> None:
    assert option(line) is None
