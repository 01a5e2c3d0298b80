"""What pages are told: everything, once, in order, and nothing that is not for them."""

import asyncio

from deskside.domain.consent import ConsentKind
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.people import Role
from deskside.domain.recording.life import change_consent
from deskside.domain.tracks import TrackKind
from deskside.ports.media import Offer, Stream
from deskside.services.door import Ref
from tests.realtime.house import House, Page, until


async def lesson(house: House) -> tuple[SessionId, Page, Page, Page]:
    """A session with the pages of its tutor, Alice and Bob, all in the room."""
    tutor, alice, bob = await house.user("tutor", Role.TEACHER), await house.user("alice"), await house.user("bob")
    session = await house.session(tutor, alice, bob)
    pages = [await house.seated(x, session) for x in (tutor, alice, bob)]
    return session, pages[0], pages[1], pages[2]


async def test_an_act_is_told_to_all_under_the_same_number(house: House) -> None:
    _, tutor, alice, bob = await lesson(house)
    done = await tutor.act("lane-mode", student_id="alice", mode="TEACH")
    for page in (tutor, alice, bob):
        await page.knows(done["seq"])
    events = [page.envelopes[-1]["event"] for page in (tutor, alice, bob)]
    changed = {"type": "LaneModeChanged", "student_id": "alice", "mode": "TEACH"}
    assert events == [changed, changed, None]


async def test_messages_carry_the_names_of_the_plan(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    await alice.act("tracks", mic=True, camera=True, screen=False)
    await alice.act("tracks", mic=True, camera=False, screen=False)
    await alice.act("help-request", help_id="h1", urgency="high", text="Why?")
    left = await alice.act("leave-session")
    await tutor.knows(left["seq"])
    names = [name for name, data in tutor.told if "session_id" in data]
    assert names[-4:] == ["video:track-started", "video:track-stopped", "help-request", "video:participant-left"]
    assert "video:participant-joined" in names


async def test_numbers_have_no_gap_and_views_are_right_under_concurrent_acts(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)

    async def teach(n: int) -> None:
        await tutor.act("lane-mode", student_id=("alice", "bob")[n % 2], mode=("TEACH", "OBSERVE")[n % 3 % 2])

    async def study(page: Page, n: int) -> None:
        await page.act("tracks", mic=n % 2 == 0, camera=n % 3 == 0, screen=False)

    acts = [teach(n) for n in range(20)] + [study(page, n) for page in (alice, bob) for n in range(20)]
    await asyncio.gather(*acts)
    for page in (tutor, alice, bob):
        actor, _ = await house.attendance.identify(page.token, PageId(page.page))
        truth = await house.sessions.view(actor, session)
        await page.knows(truth.seq)
        assert page.seqs == list(range(page.seqs[0], truth.seq + 1))
        assert page.view() == truth


async def test_nothing_is_lost_or_doubled_around_a_welcome(house: House) -> None:
    session, tutor, _, _ = await lesson(house)
    going = True

    async def chatter() -> None:
        while going:
            house.clock.pass_ms(1_000)
            await tutor.act("address-all", kind="latch")
            await tutor.act("address-all", kind="off")

    chatting = asyncio.create_task(chatter())
    observer = await house.user("admin", Role.CENTER_ADMIN)
    pages = [await (await house.page(observer, session, f"page-{n}")).connect() for n in range(6)]
    going = False
    await chatting
    last = pages[-1]
    truth = await house.sessions.view(observer, session)
    await last.knows(truth.seq)
    for page in pages:
        assert page.seqs == list(range(page.seqs[0], page.seqs[-1] + 1))
    assert last.view() == truth


async def test_a_page_catches_up_by_envelopes_or_by_a_view(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    held = alice.seqs[-1]
    done = await tutor.act("address-all", kind="latch")
    envelopes = await alice.act("catch-up", seq=held)
    assert (envelopes["seq"], envelopes["view"]) == (done["seq"], None)
    assert [x["event"]["kind"] for x in envelopes["envelopes"]] == ["latch"]
    view = await alice.act("catch-up", seq=10_000)
    assert (view["envelopes"], view["view"]["seq"]) == (None, done["seq"])
    assert [x["person"]["user_id"] for x in view["view"]["lanes"]] == ["alice"]


async def test_edges_in_force_are_told_to_both_ends_only(house: House) -> None:
    _, tutor, alice, bob = await lesson(house)
    await tutor.act("lane-mode", student_id="alice", mode="TEACH")
    await until(lambda: any(x["hears"] == ["tutor"] for x in alice.all("media:edges")))
    assert alice.all("media:edges")[-1] == {
        "heard_by": ["tutor"],
        "seen_by": ["tutor"],
        "hears": ["tutor"],
        "sees": ["tutor"],
        "paused_cameras": [],
        "paused_screens": [],
        "recorded_sound": [],
        "recorded_picture": [],
    }
    assert all("alice" not in str(x) for x in bob.all("media:edges"))
    assert bob.all("media:edges")[-1]["hears"] == []
    await until(lambda: tutor.all("media:edges")[-1]["heard_by"] == ["alice"])


async def test_who_is_recorded_is_told_to_them_and_to_those_who_receive_them(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)
    house.engine.recording = True
    actor, _ = await house.attendance.identify(tutor.token, PageId(tutor.page))
    await house.services.recordings.start(actor, session)
    ref = Ref(actor.center_id, session)
    sound = frozenset({ConsentKind.SOUND})
    await house.services.door.notice(ref, lambda s: change_consent(s, UserId("alice"), sound, 1))
    await house.services.door.notice(ref, lambda s: change_consent(s, UserId("tutor"), sound, 1))
    await until(lambda: tutor.all("media:edges")[-1]["recorded_sound"] == ["alice"])
    await until(lambda: alice.all("media:edges")[-1]["recorded_sound"] == ["alice"])
    assert "recorder" not in str(alice.all("media:edges")[-1]["heard_by"])
    assert "video:recording-started" in {name for name, _ in alice.told}
    assert bob.all("media:edges")[-1]["recorded_sound"] == []
    await tutor.act("lane-mode", student_id="bob", mode="TEACH")
    await until(lambda: bob.all("media:edges")[-1]["recorded_sound"] == ["tutor"])
    await house.services.recordings.stop(actor, session)
    await until(lambda: alice.all("media:edges")[-1]["recorded_sound"] == [])
    assert "video:recording-stopped" in {name for name, _ in alice.told}


async def test_a_page_that_comes_back_is_told_the_edges_again(house: House) -> None:
    _, _, alice, _ = await lesson(house)
    await until(lambda: any(x["heard_by"] == ["tutor"] for x in alice.all("media:edges")))
    again = Page(alice.url, alice.page, alice.token)
    house.pages.append(again)
    await again.connect()
    await until(lambda: any(x["heard_by"] == ["tutor"] for x in again.all("media:edges")))


async def test_an_offer_goes_to_one_page_only(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)
    actor, _ = await house.attendance.identify(alice.token, PageId(alice.page))
    offer = Offer("v=0\r\n", (Stream("0", actor.user_id, TrackKind.AUDIO),), fresh=True)
    await house.broadcast.offer(session, actor.user_id, PageId(alice.page), offer)
    await until(lambda: bool(alice.all("media:offer")))
    assert alice.all("media:offer") == [
        {
            "id": offer.id,
            "sdp": "v=0\r\n",
            "streams": [{"mid": "0", "source": "alice", "kind": "audio"}],
            "fresh": True,
        }
    ]
    assert not tutor.all("media:offer")
    assert not bob.all("media:offer")


async def test_an_acknowledged_observe_is_already_in_force(house: House) -> None:
    session, tutor, _, _ = await lesson(house)
    actor, _ = await house.attendance.identify(tutor.token, PageId(tutor.page))
    for mode in (LaneMode.TEACH, LaneMode.OBSERVE):
        await tutor.act("lane-mode", student_id="alice", mode=mode.value)
        sent = [x for x in house.engine.in_force(session) if x.source == actor.user_id]
        heard = {x.target for x in sent if x.kind is TrackKind.AUDIO}
        assert heard == ({"alice"} if mode is LaneMode.TEACH else set())


async def test_other_sessions_are_told_nothing(house: House) -> None:
    _, tutor, _, _ = await lesson(house)
    cleo, teacher = await house.user("cleo"), await house.user("teacher", Role.TEACHER)
    other = await house.seated(cleo, await house.session(teacher, cleo))
    before = len(other.told)
    await tutor.act("address-all", kind=AddressAll.LATCH.value)
    assert (await other.act("heartbeat", active=True))["ok"]
    assert [x for x in other.told[before:] if x[0] != "media:edges"] == []


async def test_a_page_is_told_what_to_encode_when_that_changes_and_when_it_comes_back(house: House) -> None:
    _, tutor, alice, bob = await lesson(house)
    await until(lambda: [x.get("camera") for x in tutor.all("media:encodings")][-1:] == [[0]])
    await alice.act("media:tiles", tiles={"tutor": 2})
    await tutor.act("lane-mode", student_id="alice", mode="TEACH")
    await until(lambda: tutor.all("media:encodings")[-1] == {"camera": [0, 2], "screen": True, "thin_sound": False})
    await tutor.act("media:tiles", tiles={"alice": 2})
    await until(lambda: alice.all("media:encodings")[-1]["camera"] == [2])
    assert bob.all("media:encodings")[-1]["camera"] == [0]
    told = len(alice.all("media:encodings"))
    await tutor.act("lane-mode", student_id="bob", mode="TEACH")
    assert len(alice.all("media:encodings")) == told, "nothing has changed for Alice"
    again = await Page(bob.url, bob.page, bob.token).connect()
    await until(lambda: again.all("media:encodings") == [{"camera": [0], "screen": True, "thin_sound": False}])
