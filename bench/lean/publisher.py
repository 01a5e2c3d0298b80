"""A lean sender: microphone, camera of one to three layers, and a screen m-line on which nothing is ever sent."""

import secrets
import struct
from collections.abc import Iterator
from typing import Protocol

from pylibsrtp import Policy, Session

from bench.lean import sdp
from bench.lean.dtls import fingerprint
from bench.lean.transport import Transport, machine_address
from bench.media import OPUS_PACKET_SECONDS, Frame, VideoEncoding, opus_packets, video_frames

SRTP_PROFILES = {
    "SRTP_AEAD_AES_256_GCM": Policy.SRTP_PROFILE_AEAD_AES_256_GCM,
    "SRTP_AEAD_AES_128_GCM": Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
    "SRTP_AES128_CM_SHA1_80": Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
}
AUDIO_CLOCK_HZ, VIDEO_CLOCK_HZ = 48_000, 90_000
QUIET_PACKETS = 20
"""Opus with DTX sends one packet in 400 ms while its person is silent (RFC 6716, 2.1.9)."""
SPOKEN_LEVEL = b"\xa0"
"""RFC 6464: voice, 32 dB below overload."""
MARKER = 0x80
_HEADER = struct.Struct("!BBHII")


class Track(Protocol):
    """Something that a pacer sends: in every period one audio packet or one picture."""

    period: float
    """Seconds."""

    def send(self) -> None: ...


def _extensions(*items: tuple[int, bytes]) -> bytes:
    """One-byte header extensions (RFC 8285, 4.2)."""
    body = b"".join(bytes([(number << 4) | (len(value) - 1)]) + value for number, value in items)
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", 0xBEDE, len(body) // 4) + body


class _RtpStream:
    """Numbers, encrypts and counts the packets of one SSRC."""

    def __init__(self, publisher: "Publisher", ssrc: int, payload_type: int, extensions: bytes) -> None:
        self._publisher, self._ssrc, self._payload_type, self._extensions = publisher, ssrc, payload_type, extensions
        self._number = secrets.randbelow(1 << 15)  # far from its wrap while SRTP's rollover counter settles

    def send(self, payload: bytes, timestamp: int, *, marker: bool) -> None:
        self._number = (self._number + 1) & 0xFFFF
        kind = self._payload_type | (MARKER if marker else 0)
        header = _HEADER.pack(0x90, kind, self._number, timestamp & 0xFFFFFFFF, self._ssrc)
        self._publisher.send(header + self._extensions + payload)


class _Microphone:
    """Opus from the loop; a quiet one sends only what DTX would."""

    period = OPUS_PACKET_SECONDS

    def __init__(self, stream: _RtpStream, *, quiet: bool) -> None:
        self._stream, self._quiet = stream, quiet
        self._packets = opus_packets()
        self._tick = secrets.randbelow(len(self._packets))

    def send(self) -> None:
        self._tick += 1
        if self._quiet and self._tick % QUIET_PACKETS:
            return
        payload = self._packets[self._tick % len(self._packets)]
        self._stream.send(payload, self._tick * int(AUDIO_CLOCK_HZ * OPUS_PACKET_SECONDS), marker=False)


class _Camera:
    """VP8 pictures of every layer, all layers of one instant together."""

    def __init__(self, layers: list[tuple[_RtpStream, tuple[Frame, ...]]], fps: int) -> None:
        self.period = 1 / fps
        self._layers = layers
        self._step = VIDEO_CLOCK_HZ // fps
        self._tick = secrets.randbelow(len(layers[0][1]))

    def send(self) -> None:
        self._tick += 1
        picture_id = struct.pack("!H", 0x8000 | self._tick & 0x7FFF)
        for stream, frames in self._layers:
            fragments = frames[self._tick % len(frames)]
            for index, fragment in enumerate(fragments):
                # RFC 7741, 4.2: X and, at the start of the picture's partition, S; then I; then a 15-bit PictureID.
                descriptor = (b"\x80\x80" if index else b"\x90\x80") + picture_id
                last = index == len(fragments) - 1
                stream.send(descriptor + fragment, self._tick * self._step, marker=last)


class Publisher:
    """One publishing connection. Give its `tracks` to a pacer once it is connected."""

    def __init__(self, camera: tuple[VideoEncoding, ...], address: str | None = None, *, quiet: bool = False) -> None:
        """`camera`: its layers, best first (rids h, m, l); one layer means no simulcast. `quiet`: silent under DTX."""
        self._camera, self._quiet = camera, quiet
        self._rids = "hml"[-len(camera) :] if len(camera) > 1 else ""
        self._transport = Transport(address or machine_address(), controlling=True)
        self._first_ssrc = secrets.randbelow(1 << 31) + 1
        self._srtp: Session | None = None
        self.connected = self._transport.connected
        self.sent_packets = self.sent_bytes = 0

    def offer(self) -> str:
        """Three sendonly m-lines: audio, video (camera), video (screen)."""
        first = self._first_ssrc
        return sdp.publisher_offer(self._transport.end, fingerprint(), (first, first + 1, first + 9), self._rids)

    def accept(self, answer: str) -> None:
        """Connect to what the engine answered; wait for `connected`."""
        self._transport.start(sdp.parse(answer, self._transport.end.address))

    def tracks(self) -> Iterator[Track]:
        """Microphone and camera, ready to be sent. Only once connected."""
        profile, key = self._transport.sending_key()
        policy = Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=SRTP_PROFILES[profile])
        self._srtp = Session(policy=policy)
        spoken = _extensions((sdp.LEVEL_EXTENSION, SPOKEN_LEVEL), (sdp.MID_EXTENSION, sdp.AUDIO_MID.encode()))
        yield _Microphone(_RtpStream(self, self._first_ssrc, sdp.AUDIO_TYPE, spoken), quiet=self._quiet)
        mid = (sdp.MID_EXTENSION, sdp.CAMERA_MID.encode())
        layers = []
        for index, encoding in enumerate(self._camera):
            rid = ((sdp.RID_EXTENSION, self._rids[index].encode()),) if self._rids else ()
            stream = _RtpStream(self, self._first_ssrc + 1 + index, sdp.VIDEO_TYPE, _extensions(mid, *rid))
            layers.append((stream, video_frames(encoding)))
        yield _Camera(layers, self._camera[0].fps)

    def send(self, packet: bytes) -> None:
        """Encrypt an RTP packet and send it."""
        assert self._srtp is not None
        protected = self._srtp.protect(packet)
        self._transport.send(protected)
        self.sent_packets += 1
        self.sent_bytes += len(protected)

    def close(self) -> None:
        self._transport.close()
