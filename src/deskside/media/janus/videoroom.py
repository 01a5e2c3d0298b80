"""The requests of the VideoRoom plugin that Deskside uses, with types.

Source: Janus documentation, "VideoRoom plugin documentation", and src/plugins/janus_videoroom.c of 1.4.1.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from deskside.media.janus.client import REQUEST_SECONDS, JanusClient, JanusError, Json

PLUGIN = "janus.plugin.videoroom"
ROOM_EXISTS = 427
NO_SUCH_ROOM = 426

MAX_PUBLISHERS = 100
"""Connections that publish in one room at a time; far above a tutoring session, and a limit nevertheless."""
BITRATE_BPS = 2_500_000
"""Ceiling told to a browser (REMB): three layers, 2.1 Mbit/s, and a screen that is mostly still."""
KEYFRAME_SECONDS = 0
"""No periodic keyframes (0): whoever begins to receive asks for one, and that is dropped if another one was asked for
within the last second. The recorder asks as well (`deskside.recorder.keyframes`)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the plugin says about one m-line of a receiving connection."""

    mid: str
    feed: str | None
    """None: nobody feeds this m-line now."""
    feed_mid: str | None
    send: bool
    ready: bool
    substream: int | None
    """Best layer to forward; None without simulcast."""
    temporal: int | None = None
    """Best temporal layer to forward; None without simulcast."""


@dataclass(frozen=True, slots=True)
class Described:
    """State of a receiving connection, and an offer if it has to be negotiated."""

    summaries: tuple[Summary, ...]
    offer: str | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """Which m-line of which feed to receive, and whether it starts open."""

    feed: str
    mid: str
    send: bool
    substream: int | None
    temporal: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A change of one m-line. None leaves a property as it is."""

    mid: str
    send: bool | None = None
    substream: int | None = None
    temporal: int | None = None
    keyframe: bool = False

    def as_json(self) -> Json:
        layers = {"substream": self.substream, "temporal": self.temporal}
        fields = {"mid": self.mid, "send": self.send, **layers, "keyframe": self.keyframe or None}
        return {name: value for name, value in fields.items() if value is not None}


class VideoRoom:
    """VideoRoom requests over one session. All raise EngineUnavailable, and JanusError where Janus refuses."""

    def __init__(self, client: JanusClient, admin_key: str) -> None:
        self._client = client
        self._admin_key = admin_key
        self._control: int | None = None

    async def attach(self, *, limit_seconds: float = REQUEST_SECONDS) -> int:
        """A new handle."""
        reply = await self._client.request("attach", limit_seconds=limit_seconds, plugin=PLUGIN)
        handle: int = reply["data"]["id"]
        return handle

    async def detach(self, handle: int) -> None:
        """Close a handle with its connection. Nothing happens if it is gone already.

        Not `kick`: of a kick neither the kicked browser nor those who receive from it are told.
        """
        with suppress(JanusError):
            await self._client.request("detach", handle_id=handle)

    async def exists(self, room: str, *, limit_seconds: float = REQUEST_SECONDS) -> bool:
        """Whether the room exists; as this needs the plugin's own locks, an answer proves that it works."""
        data = await self.control({"request": "exists", "room": room}, limit_seconds=limit_seconds)
        found: bool = data["exists"]
        return found

    async def create(self, room: str, secret: str) -> None:
        """Make a room, unless it exists."""
        body = {
            "request": "create",
            "room": room,
            "admin_key": self._admin_key,
            "secret": secret,
            "is_private": True,
            "publishers": MAX_PUBLISHERS,
            "bitrate": BITRATE_BPS,
            "bitrate_cap": True,
            "fir_freq": KEYFRAME_SECONDS,
            "audiocodec": "opus",
            "videocodec": "vp8,h264",
            "opus_fec": True,
            "opus_dtx": True,  # a microphone in which nobody speaks sends a packet each 400 ms (RFC 7587, 3.1.3)
            "lock_record": True,
            "notify_joining": False,
        }
        try:
            await self.control(body)
        except JanusError as error:
            if error.code != ROOM_EXISTS:
                raise

    async def destroy(self, room: str, secret: str) -> None:
        """Remove a room. Nothing happens if it is gone already."""
        try:
            await self.control({"request": "destroy", "room": room, "secret": secret})
        except JanusError as error:
            if error.code != NO_SUCH_ROOM:
                raise

    async def publish(self, handle: int, room: str, feed: str, offer: dict[str, str]) -> str:
        """Join as a publisher with an offer (`sdp`, `rid_order`); returns the answer."""
        body = {"request": "joinandconfigure", "ptype": "publisher", "room": room, "id": feed}
        _, answer = await self._message(handle, body, {"type": "offer", **offer})
        if answer is None:
            raise JanusError(0, "no answer to an offer")
        return answer

    async def join(self, handle: int, room: str, wanted: Iterable[Subscription]) -> Described:
        """Join as a subscriber. `send` is ignored here: configure it before `start`; nothing flows before that."""
        streams = [{"feed": each.feed, "mid": each.mid} for each in wanted]
        body = {"request": "join", "ptype": "subscriber", "room": room, "streams": streams, "autoupdate": False}
        return _described(*await self._message(handle, body))

    async def update(self, handle: int, wanted: Iterable[Subscription], unwanted: Iterable[str]) -> Described | None:
        """Subscribe to more and drop m-lines, in one negotiation. `send` counts as feed and mid are both given.

        Only one offer may be in flight: never call it before the former one is answered. None: that was so, and what
        the connection's m-lines are is not told. Source: janus_videoroom.c, "updating".
        """
        subscribe = [
            {"feed": each.feed, "mid": each.mid, "send": each.send}
            | ({} if each.substream is None else {"substream": each.substream})
            | ({} if each.temporal is None else {"temporal": each.temporal})
            for each in wanted
        ]
        unsubscribe = [{"sub_mid": mid} for mid in unwanted]
        body: Json = {"request": "update"}
        if subscribe:
            body["subscribe"] = subscribe
        if unsubscribe:
            body["unsubscribe"] = unsubscribe
        data, offer = await self._message(handle, body)
        return _described(data, offer) if "streams" in data else None

    async def start(self, handle: int, answer: str) -> None:
        """Finish a negotiation."""
        await self._message(handle, {"request": "start"}, {"type": "answer", "sdp": answer})

    async def configure(self, handle: int, settings: Iterable[Setting]) -> None:
        """Change m-lines of a connection of either direction, without negotiation. In force when it returns."""
        await self._message(handle, {"request": "configure", "streams": [each.as_json() for each in settings]})

    async def control(self, body: Json, *, limit_seconds: float = REQUEST_SECONDS) -> Json:
        """Ask something that belongs to no connection; what the plugin answers."""
        if self._control is None:
            self._control = await self.attach(limit_seconds=limit_seconds)
        data, _ = await self._message(self._control, body, limit_seconds=limit_seconds)
        return data

    async def _message(
        self, handle: int, body: Json, jsep: Json | None = None, *, limit_seconds: float = REQUEST_SECONDS
    ) -> tuple[Json, str | None]:
        fields: Json = {"handle_id": handle, "body": body} | ({} if jsep is None else {"jsep": jsep})
        reply = await self._client.request("message", limit_seconds=limit_seconds, **fields)
        data: Json = reply["plugindata"]["data"]
        if "error_code" in data:
            raise JanusError(data["error_code"], data.get("error", ""))
        jsep = reply.get("jsep")
        return data, None if jsep is None else jsep["sdp"]


def read_summaries(streams: Iterable[Json]) -> tuple[Summary, ...]:
    """The plugin's list of m-lines, as in `attached`, `updated` and the admin's `handle_info`."""
    return tuple(
        Summary(
            mid=each["mid"],
            feed=each.get("feed_id"),
            feed_mid=each.get("feed_mid"),
            send=each["send"],
            ready=each["ready"],
            substream=each.get("simulcast", {}).get("substream-target"),
            temporal=each.get("simulcast", {}).get("temporal-layer-target"),
        )
        for each in streams
    )


def _described(data: Json, offer: str | None) -> Described:
    return Described(read_summaries(data["streams"]), offer)
