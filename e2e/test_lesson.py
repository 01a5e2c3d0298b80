"""A lesson with private lanes, in real browsers, measured from what is really received."""

from e2e.conftest import Invite
from e2e.lesson import mode, start


async def test_a_tutor_teaches_alice_and_bob_in_private_lanes(invite: Invite) -> None:
    tutor, alice, bob = await invite("tutor"), await invite("alice"), await invite("bob")
    await start(tutor)
    for student in (alice, bob):
        await student.click("Join Session")
        await student.sees("tutor")
        await tutor.sees(student.name)
        await tutor.hears(student.name)

    await alice.does_not_hear("tutor")
    await bob.does_not_hear("tutor")
    for one, other in ((alice, "bob"), (bob, "alice")):
        await one.does_not_hear(other)
        await one.does_not_see(other)

    await mode(tutor, "Alice", "Teach")
    await alice.hears("tutor")
    await bob.does_not_hear("tutor")

    await mode(tutor, "Alice", "Observe")
    await alice.does_not_hear("tutor")
    await tutor.hears("alice")
