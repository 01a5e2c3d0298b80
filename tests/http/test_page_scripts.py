"""What a page of the built client asks for, and in which order."""

import json
import re
from pathlib import Path

from deskside.http import shell
from deskside.http.client import BuiltClient
from deskside.http.words import Language


async def test_a_client_that_is_built_anew_is_noticed(tmp_path: Path) -> None:
    client = BuiltClient(tmp_path)
    assert client.entry("a.tsx") is None
    for number in (1, 2):
        (tmp_path / "manifest.json").write_text(json.dumps({"a.tsx": {"file": f"a{number}.js", "isEntry": True}}))
        found = client.entry("a.tsx")
        assert found is not None
        assert found.script == f"/a{number}.js"


def test_a_german_page_asks_for_its_words_beside_its_script(tmp_path: Path) -> None:
    chunks = {
        "src/app/student.tsx": {"file": "student.js", "isEntry": True, "imports": ["_shared.js"]},
        "src/app/tutor.tsx": {"file": "tutor.js", "isEntry": True, "imports": ["_shared.js"]},
        "_shared.js": {"file": "shared.js", "dynamicImports": ["src/i18n/de.ts", "src/i18n/de-of-student.ts"]},
        "src/i18n/de-of-student.ts": {"file": "few.js", "imports": ["_words.js", "_shared.js"]},
        "src/i18n/de.ts": {"file": "all.js", "imports": ["_words.js"]},
        "_words.js": {"file": "words.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(chunks))
    client = BuiltClient(tmp_path)

    def asked(page: str, language: Language) -> list[str]:
        files = client.entry(f"src/app/{page}.tsx")
        assert files is not None
        html = shell.page(files, shell.Words("Lesson", "Alice", language=language), {})
        return re.findall(r'<link rel="modulepreload" href="/(\w+).js">', html)

    assert asked("student", "en") == asked("tutor", "en") == ["shared"]
    assert asked("student", "de") == ["shared", "words", "few"]
    assert asked("tutor", "de") == ["shared", "words", "all"]


def test_a_page_asks_for_its_largest_script_first(tmp_path: Path) -> None:
    chunks = {
        "src/app/tutor.tsx": {"file": "tutor.js", "isEntry": True, "imports": ["_tiny.js", "_shared.js"]},
        "_tiny.js": {"file": "tiny.js"},
        "_shared.js": {"file": "shared.js", "dynamicImports": ["src/i18n/de.ts"]},
        "src/i18n/de.ts": {"file": "words.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(chunks))
    sizes = {"tiny.js": 10, "shared.js": 90, "shared.js.gz": 300, "words.js": 100, "tutor.js": 200}
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(b"x" * size)
    files = BuiltClient(tmp_path).entry("src/app/tutor.tsx")
    assert files is not None
    html = shell.page(files, shell.Words("Lesson", "Tutor", language="de"), {})
    assert re.findall(r'(?:href|src)="/(\w+).js"', html) == ["shared", "tutor", "words", "tiny"]
    assert html.count('<script type="module" src="/tutor.js"></script>') == 1
