"""What a page is told that is not in the room any more."""

from deskside.domain.people import Role
from tests.realtime.house import House


async def test_a_page_that_left_is_told_so_an_observers_too(house: House) -> None:
    """Seen: an observer who had left was told that this person is not in the session."""
    tutor, alice = await house.user("tutor", Role.TEACHER), await house.user("alice")
    admin = await house.user("admin", Role.CENTER_ADMIN)
    session = await house.session(tutor, alice)
    for actor, sign in ((admin, []), (alice, ["tutor"])):
        page = await house.seated(actor, session)
        assert (await page.act("leave-session"))["ok"]
        again = await page.act("join-session", audience=sign)
        assert again["code"] == "superseded"
        assert "has left" in again["message"]
