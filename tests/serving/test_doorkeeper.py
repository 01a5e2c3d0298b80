"""Who may stay when there are too many connections."""

from hypothesis import given
from hypothesis import strategies as st

from deskside.serving.doorkeeper import REMEMBERED_LOGINS, Caps, Doorkeeper, Reason, Visitor, network_of


class Door:
    """A doorkeeper, whom it sent away, and what it said."""

    def __init__(self, total: int = 100, by_address: int = 10, exempt: tuple[str, ...] = ()) -> None:
        self.said: list[Reason] = []
        self.dropped: list[Visitor] = []
        self.keeper = Doorkeeper(Caps(total, by_address), exempt=exempt, on_full=self.said.append)

    def admit(self, address: str = "192.0.2.1") -> Visitor | None:
        visitor = self.keeper.admit(address)
        if visitor is not None:
            visitor.drop = lambda: self.dropped.append(visitor)
        return visitor

    def stranger(self, address: str = "192.0.2.1") -> Visitor:
        visitor = self.admit(address)
        assert visitor is not None
        return visitor


def test_a_flood_from_one_address_pushes_out_itself_and_nobody_else() -> None:
    door = Door()
    other = door.stranger("192.0.2.7")
    flood = [door.stranger() for _ in range(1_000)]
    assert len(door.keeper) == 11
    assert door.dropped == flood[:-10]
    assert other not in door.dropped
    assert set(door.said) == {"by_address"}


def test_an_honest_neighbour_of_the_attacker_comes_in_and_is_answered() -> None:
    door = Door()
    for _ in range(50):
        door.stranger()
    honest = door.stranger()
    honest.works()
    for _ in range(50):
        door.stranger()
    assert honest not in door.dropped


def test_who_has_signed_in_stays_and_counts_for_no_address() -> None:
    door = Door(by_address=3)
    class_room = [door.stranger() for _ in range(3)]
    for each in class_room:
        each.signed_in()
    assert door.admit() is not None
    class_room[0].works()
    class_room[0].waits()
    for _ in range(20):
        door.stranger()
    assert not set(class_room) & set(door.dropped)


def test_a_wait_is_counted_from_its_own_beginning() -> None:
    door = Door(by_address=3)
    first, second = door.stranger(), door.stranger()
    first.works()
    first.waits()
    door.stranger()
    door.stranger()
    assert door.dropped == [second]


def test_nobody_who_is_being_answered_is_cut_off_for_a_new_one() -> None:
    door = Door(by_address=2)
    for each in (door.stranger(), door.stranger()):
        each.works()
    assert door.admit() is None
    assert door.dropped == []


def test_the_total_is_kept_although_everybody_comes_from_elsewhere() -> None:
    door = Door(total=5)
    working = door.stranger("192.0.2.200")
    working.works()
    everybody = [door.stranger(f"192.0.2.{n}") for n in range(100)]
    assert len(door.keeper) == 5
    assert door.dropped == everybody[:-4]
    assert set(door.said) == {"total"}


def test_when_all_are_at_work_the_next_one_is_refused() -> None:
    door = Door(total=2)
    for each in (door.stranger("192.0.2.1"), door.stranger("192.0.2.2")):
        each.works()
    assert door.admit("192.0.2.3") is None


def test_our_own_proxy_is_everybody() -> None:
    door = Door(by_address=2, exempt=("127.0.0.1",))
    for _ in range(50):
        door.stranger("127.0.0.1")
    assert door.dropped == []


def test_one_socket_too_many_of_strangers_is_refused_and_none_goes_for_it() -> None:
    door = Door(total=500, by_address=200)
    opened = [door.stranger() for _ in range(150)]
    assert [each.may_open_socket() for each in opened].count(True) == door.keeper.caps.sockets_by_address
    assert door.dropped == []
    assert door.stranger("192.0.2.2").may_open_socket()
    assert set(door.said) == {"sockets"}
    assert not opened[-1].may_open_socket()
    opened[0].leave()
    assert opened[-1].may_open_socket()
    opened[1].signed_in()
    assert opened[-2].may_open_socket()


def test_sockets_of_a_school_behind_one_address_are_never_refused() -> None:
    """Each browser asks for its ticket, signed in, and opens its socket with the same cookies."""
    door = Door(total=1_000, by_address=512)
    for number in range(300):
        cookies = b"deskside_session=%d" % number
        page = door.stranger()
        page.signed_in()
        page.remember(cookies)
        socket = door.stranger()
        socket.brings(cookies)
        assert socket.may_open_socket()
    assert door.said == []


def test_behind_our_own_proxy_sockets_are_the_proxys_business() -> None:
    door = Door(total=500, exempt=("127.0.0.1",))
    assert all(door.stranger("127.0.0.1").may_open_socket() for _ in range(200))


def test_who_leaves_twice_leaves_once() -> None:
    door = Door(by_address=1)
    first = door.stranger()
    first.leave()
    first.leave()
    first.waits()
    first.signed_in()
    assert len(door.keeper) == 0
    assert door.admit() is not None
    assert door.dropped == []


def test_a_network_is_an_ipv4_address_or_a_64_of_ipv6() -> None:
    assert network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert network_of("fe80::1%eth0") == "fe80::"
    assert network_of("a name") == "a name"


@given(st.lists(st.tuples(st.sampled_from(["admit", "works", "waits", "signs in", "leaves"]), st.integers(0, 9))))
def test_caps_hold_and_nobody_known_or_at_work_goes(acts: list[tuple[str, int]]) -> None:
    door = Door(total=6, by_address=3)
    here: list[Visitor] = []
    staying: set[Visitor] = set()
    for act, number in acts:
        if act == "admit":
            visitor = door.admit(f"192.0.2.{number % 3}")
            here += [visitor] if visitor is not None else []
        elif here:
            visitor = here[number % len(here)]
            match act:
                case "works":
                    visitor.works()
                    staying.add(visitor)
                case "waits":
                    visitor.waits()
                    staying -= {visitor} if not visitor.known else set()
                case "signs in":
                    visitor.signed_in()
                    staying.add(visitor)
                case _:
                    visitor.leave()
                    here.remove(visitor)
                    staying.discard(visitor)
        here = [each for each in here if each not in door.dropped]
        assert len(door.keeper) == len(here) <= 6
        assert not staying & set(door.dropped)
        for address in range(3):
            strangers = [each for each in here if each.address == f"192.0.2.{address}" and not each.known]
            assert len(strangers) <= 3


def test_a_browser_that_was_served_as_somebody_is_recognised_for_a_while() -> None:
    door = Door()
    page, socket = door.stranger(), door.stranger()
    socket.brings(b"deskside=1")
    assert not socket.recognised
    page.remember(b"deskside=1")
    socket.brings(b"deskside=1")
    assert socket.recognised
    socket.brings(b"")
    assert not socket.recognised
    for number in range(REMEMBERED_LOGINS):
        page.remember(b"another=%d" % number)
    socket.brings(b"deskside=1")
    assert not socket.recognised
