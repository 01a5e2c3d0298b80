"""The page on which a center tells about recording: open to all, in both languages, and nothing in it is HTML."""

from typing import cast

import pytest

from deskside.http.paths import PRIVACY_PAGE
from tests.http.world import ELSEWHERE, HERE, World

PAGE = PRIVACY_PAGE.format(center_id=HERE)
HOSTILE = "# <img src=x onerror=alert(1)>\nPlain & <b>bold</b>\n- <script>alert(1)</script>\n- two"


def texts(asked: str, privacy: str, after: int = 1) -> dict[str, object]:
    return {x: {"asked": f"{x}: {asked}", "privacy": privacy} for x in ("en", "de")} | {"after": after}


async def test_it_is_read_without_signing_in_in_both_languages(world: World) -> None:
    page = await world.stranger().visit(PAGE)
    assert (page.status, "set-cookie" in page.headers) == (200, False)
    assert "<h1>Recording and privacy</h1>" in page.text
    assert "at Center here" in page.text
    assert "deleted after 90 days" in page.text
    assert "<script" not in page.text
    german = await world.stranger().visit(f"{PAGE}?lang=de")
    assert '<html lang="de">' in german.text
    assert "nach 90 Tagen gelöscht" in german.text
    assert 'href="?lang=en"' in german.text


async def test_nothing_that_an_admin_writes_is_html(world: World) -> None:
    admin = await world.browser("admin")
    assert (await admin.post("/api/center/consent/texts", texts("<i>May we?</i>", HOSTILE))).status == 201
    page = (await world.stranger().visit(f"{PAGE}?version=2")).text
    assert "<h2>&lt;img src=x onerror=alert(1)&gt;</h2><p>Plain &amp; &lt;b&gt;bold&lt;/b&gt;</p>" in page
    assert "<ul><li>&lt;script&gt;alert(1)&lt;/script&gt;</li><li>two</li></ul>" in page
    assert "<blockquote><p>en: &lt;i&gt;May we?&lt;/i&gt;</p></blockquote>" in page
    for forbidden in ("<img", "<script", "<i>", "<b>"):
        assert forbidden not in page


async def test_a_former_version_stays_readable_and_says_that_it_is_one(world: World) -> None:
    admin = await world.browser("admin")
    await admin.post("/api/center/consent/texts", texts("May we?", "# Two"))
    await admin.post("/api/center/consent/texts", texts("May we?", "# Three", 2))
    former = (await world.stranger().visit(f"{PAGE}?version=2&lang=de")).text
    assert "Das ist Fassung 2, die nicht mehr die jetzige ist." in former
    assert 'href="?lang=en&amp;version=2"' in former
    assert "nicht mehr" not in (await world.stranger().visit(f"{PAGE}?version=3&lang=de")).text
    assert "<h2>Three</h2>" in (await world.stranger().visit(PAGE)).text


@pytest.mark.parametrize("path", ["/privacy/nowhere", f"{PAGE}?version=7", "/privacy/a b", f"{PAGE}?version=x"])
async def test_what_is_not_there_is_said_in_words(world: World, path: str) -> None:
    answer = await world.stranger().visit(path)
    assert answer.status in (404, 422)
    assert "<h1>" in answer.text


async def test_an_admin_sees_texts_history_and_preview(world: World) -> None:
    admin = await world.browser("admin")
    setup = (await admin.get("/api/center/consent")).json
    assert (setup["consent_from"], setup["privacy_path"]) == ("student", PAGE)
    assert setup["history"] == [{"number": 1, "made_at": None, "maker_name": "", "retention_days": 90}]
    shown = await admin.post("/api/center/consent/preview", {"text": "# At {center}\n{days} days"})
    assert shown.json["blocks"] == [
        {"kind": "heading", "text": "At Center here"},
        {"kind": "paragraph", "text": "90 days"},
    ]
    changed = (await admin.send("PUT", "/api/center/consent", body={"consent_from": "guardian"})).json
    assert changed["consent_from"] == "guardian"
    made = (await admin.post("/api/center/consent/texts", texts(" May we? ", "# Two"))).json
    assert made["en"] == {"asked": "en:  May we?", "privacy": "# Two"}
    assert [x["number"] for x in cast("list[dict[str, object]]", made["history"])] == [2, 1]
    assert (await admin.post("/api/center/consent/texts", texts("Else?", "# Two"))).status == 409
    assert (await admin.post("/api/center/consent/texts", texts(" ", " ", 2))).status == 422
    assert (await (await world.browser("admin", ELSEWHERE)).get("/api/center/consent")).json["privacy_path"] != PAGE
