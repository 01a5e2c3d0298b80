"""Over HTTP: a copy of everything of a person is fetched, and a person is erased with a certificate."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from deskside.domain.ids import FileId, Millis
from deskside.http.rights import CERTIFICATE
from deskside.ports.rights import Erasure
from tests.http.browser import Answer
from tests.http.world import HERE, World, user_id

ALICE, TUTOR, ADMIN = user_id(HERE, "alice"), user_id(HERE, "other-tutor"), user_id(HERE, "admin")


def as_any(answer: Answer) -> Any:
    """What it says."""
    return answer.json


async def test_a_copy_is_asked_for_and_fetched(world: World) -> None:
    admin = await world.browser("admin")
    asked = await admin.post(f"/api/people/{ALICE}/export")
    assert (asked.status, asked.json["size"]) == (202, None)
    await world.services.rights.exports.settle()
    listed = as_any(await admin.get(f"/api/people/{ALICE}/exports"))["exports"]
    assert [x["id"] for x in listed] == [asked.json["id"]]
    got = await admin.get(f"/api/people/{ALICE}/exports/{asked.json['id']}/download")
    assert got.headers["content-disposition"] == 'attachment; filename="deskside-export.zip"'
    assert got.headers["cache-control"] == "no-store"
    assert len(got.body) == listed[0]["size"] == int(got.headers["content-length"])
    assert "index.html" in zipfile.ZipFile(io.BytesIO(got.body)).namelist()
    assert as_any(await admin.get("/api/center/audit?act=person_exported"))["lines"][0]["detail"] == "fetched"


async def test_a_copy_that_cannot_be_read_is_a_problem_and_no_half_file(world: World) -> None:
    admin = await world.browser("admin")
    asked = as_any(await admin.post(f"/api/people/{ALICE}/export"))
    await world.services.rights.exports.settle()
    async with world.storage.transaction() as unit:
        file_id = (await unit.rights.exports(HERE, ALICE))[0].file_id
    await world.services.outside.keeping.blobs.delete(f"sealed/{FileId(file_id)}")
    got = await admin.get(f"/api/people/{ALICE}/exports/{asked['id']}/download")
    assert (got.status, got.json["code"]) == (503, "kept_unavailable")


async def test_a_person_is_erased_with_a_certificate(world: World) -> None:
    admin = await world.browser("admin")
    wrong = await admin.post(f"/api/people/{TUTOR}/erase", {"name": "Somebody"})
    assert wrong.status == 422
    name = "Other-Tutor"
    assert (await admin.get(f"/api/people/{TUTOR}/erasure")).status == 404
    begun = await admin.post(f"/api/people/{TUTOR}/erase", {"name": name})
    assert (begun.status, begun.json["done_at"]) == (202, None)
    await world.services.rights.erasures.settle()
    found = as_any(await admin.get(f"/api/people/{TUTOR}/erasure"))
    assert found["done_at"] is not None
    assert found["counts"]["profile"] == 1
    assert len(found["limits"]) == 5
    assert name not in (await admin.get("/api/users/disabled")).text


@pytest.mark.parametrize(("lang", "title"), [("en", "Certificate of erasure"), ("de", "Bescheinigung einer Löschung")])
async def test_the_certificate_is_a_page_without_a_name_in_both_languages(world: World, lang: str, title: str) -> None:
    admin = await world.browser("admin")
    begun = Erasure(HERE, TUTOR, ADMIN, Millis(5), None, {"profile": 1})
    path = CERTIFICATE.format(user_id=TUTOR)
    for done in (None, Millis(9)):
        async with world.storage.transaction() as unit:
            await unit.rights.put_erasure(replace(begun, done_at=done))
        page = await admin.get(f"{path}?lang={lang}")
        assert page.status == 200
        assert title in page.text
        assert TUTOR in page.text
        assert "Other-Tutor" not in page.text
        assert "<script" not in page.text
        assert ('class="note warn"' in page.text) is (done is None)
    for other in ("alice", "tutor"):
        browser = await world.browser(other)
        assert (await browser.get(path)).status == 403
