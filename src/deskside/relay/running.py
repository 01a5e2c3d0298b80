"""The embedded relay: coturn brought up beside the server, taken over from a former one, started anew when it dies.

What it is set to, and why it reaches nobody but the engine, is in `config.py`.
"""

import asyncio
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

import structlog

from deskside.children.files import Kept, write_private
from deskside.children.process import Child, Home
from deskside.relay import state, stun
from deskside.relay.addresses import is_own, own_addresses
from deskside.relay.config import RelaySettings, config_text
from deskside.relay.refusals import RelayRefused, check_certificate, check_ports, found_program

log = structlog.get_logger(__name__)

READY_SECONDS = 10.0
"""It takes 0.2 s; more only where the machine is overloaded."""
LOOK_EVERY_SECONDS = 2.0
ANSWER_SECONDS = 2.0
MISSES = 3
"""Unanswered questions in a row until it counts as hanging."""
BACKOFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 15.0)
STEADY_SECONDS = 60.0
"""Whoever lived so long is started anew at once; whoever dies sooner ever more slowly."""


class Relay:
    """coturn as a child. Start it once. Browsers are told of it with credentials made from `secret`."""

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings
        self._child: Child | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._addresses: tuple[str, ...] = ()
        self._certified: state.Certified = ()
        self._kept = Kept(settings.run_dir / state.PROCESS_FILE)

    @property
    def secret(self) -> str:
        """Shared with coturn (static-auth-secret); made when it is first asked for."""
        return state.the_secret(self._settings.run_dir)

    async def start(self) -> None:
        """Take over the relay of a former server process if it has the same settings, or start one. Raises
        RelayRefused, with what to do, if it cannot be had like this."""
        settings = self._settings
        settings.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        program = found_program(settings)
        if settings.certificate is not None:
            check_certificate(settings.certificate)
        self._child = await self._claim()
        if self._child is None:
            check_ports(settings)
            self._child = await self._spawn(program)
        self._supervisor = asyncio.create_task(self._supervise(program, self._child), name="supervise the relay")

    async def stop(self, *, keep: bool) -> None:
        """`keep` leaves it to the next process; people who are relayed notice nothing."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
        child, self._child = self._child, None
        if child is None:
            return
        if keep:
            child.let_go()
        else:
            await child.end(grace_seconds=2.0)
            self._kept.drop()

    @property
    def _home(self) -> Home:
        program = found_program(self._settings)
        return Home(self._settings.run_dir, program.name)

    def _config(self) -> str:
        """Raises RelayRefused where this machine has no address."""
        self._addresses = own_addresses(self._settings.public_addresses)
        if not self._addresses:
            mend = "connect it to a network, or set DESKSIDE_PUBLIC_ADDRESS to an address of this machine"
            raise RelayRefused("the relay found no address of this machine to reach the engine by", mend)
        return config_text(self._settings, self.secret, self._addresses, as_root=os.geteuid() == 0)

    async def _claim(self) -> Child | None:
        """That of a former process, if it is as we would make it; one that is otherwise is ended."""
        run_dir = self._settings.run_dir
        saved = state.load(run_dir)
        child = None if saved is None else Child.adopt(self._home, saved.identity)
        if saved is None or child is None:
            return None
        if state.known_config(run_dir) == self._config() and await self._answers():
            log.info("relay claimed", pid=child.identity.pid)
            self._certified = saved.certified
            return child
        log.info("the former relay has other settings, or does not answer; starting anew", pid=child.identity.pid)
        await child.end(grace_seconds=2.0)
        return None

    async def _spawn(self, program: Path) -> Child:
        """Raises RelayRefused if it does not come up."""
        run_dir = self._settings.run_dir
        config = (run_dir / state.CONFIG_FILE).absolute()
        text = self._config()
        self._certified = self._certificate_now()
        try:
            write_private(config, text)
            child = Child.start(self._home, [str(program), "-c", str(config)])
        except OSError as error:
            raise RelayRefused(
                f"the relay cannot be run: {error}", f"see whether {program} is coturn's, and whether the disk has room"
            ) from error
        try:
            up = await self._comes_up(child)
        except BaseException:
            await child.end(grace_seconds=0)  # nobody else knows of it yet
            raise
        if not up:
            await child.end(grace_seconds=0)
            child.log_last_lines()
            raise RelayRefused("the relay does not come up", f"see its log: {run_dir / f'{program.name}.log'}")
        self._kept.put(state.packed(state.Saved(child.identity, self._certified)))
        log.info("relay started", pid=child.identity.pid, addresses=self._addresses)
        return child

    async def _comes_up(self, child: Child) -> bool:
        deadline = asyncio.get_running_loop().time() + READY_SECONDS
        while not child.died.is_set() and asyncio.get_running_loop().time() < deadline:
            if await self._answers(0.25):
                return True
            await asyncio.sleep(0.02)
        return False

    async def _supervise(self, program: Path, child: Child) -> None:
        loop, attempt = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            await self._until_lost(child)
            await child.end(grace_seconds=0)
            child.log_last_lines()
            attempt = 0 if loop.time() - began > STEADY_SECONDS else attempt
            self._child = None
            while self._child is None:
                await asyncio.sleep(BACKOFF_SECONDS[min(attempt, len(BACKOFF_SECONDS) - 1)])
                attempt += 1
                try:
                    self._child = child = await self._spawn(program)
                except RelayRefused as refused:
                    log.error("relay does not come back; trying again", why=refused.why, mend=refused.mend)
                except Exception:  # as with the engine: whatever it is, people behind firewalls wait for it
                    log.exception("relay does not come back; trying again")

    async def _until_lost(self, child: Child) -> None:
        """Until it is dead, has not answered several times in a row, or sends from an address that this machine has
        no more."""
        misses = 0
        while misses < MISSES and all(map(is_own, self._addresses)):
            with suppress(TimeoutError):
                await asyncio.wait_for(child.died.wait(), LOOK_EVERY_SECONDS)
                break
            child.look_after()
            self._kept.catch_up()
            self._follow_certificate(child)
            misses = 0 if await self._answers() else misses + 1
        died, hangs = child.died.is_set(), misses == MISSES
        log.error("relay lost", pid=child.identity.pid, died=died, hangs=hangs, addresses=self._addresses)

    async def _answers(self, limit_seconds: float = ANSWER_SECONDS) -> bool:
        """Whether it answers a STUN Binding request (RFC 8489, 3) over UDP from this machine."""
        loop, (host, port) = asyncio.get_running_loop(), self._settings.knock_at
        transaction = stun.new_transaction()
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as knocking:
            knocking.settimeout(0)
            knocking.connect((host, port))
            try:
                async with asyncio.timeout(limit_seconds):
                    await loop.sock_sendall(knocking, stun.request(stun.Method.BINDING, transaction))
                    heard = stun.answer(await loop.sock_recv(knocking, 2048))
            except (TimeoutError, OSError):
                return False
        return heard is not None and heard.transaction == transaction

    def _certificate_now(self) -> state.Certified:
        """Empty where there is no certificate, or none for the moment."""
        try:
            found = [path.stat() for path in self._settings.certificate or ()]
        except OSError:
            return ()
        return tuple((each.st_ino, each.st_ctime) for each in found)

    def _follow_certificate(self, child: Child) -> None:
        """One that was renewed is used from now on, if it is of any use. coturn reads it anew on SIGUSR2; one that was
        started by root has become somebody who may not read it, and is replaced."""
        now = self._certificate_now()
        if self._settings.certificate is None or now in (self._certified, ()):
            return
        self._certified = now
        try:
            check_certificate(self._settings.certificate)
        except RelayRefused as refused:
            log.error("the relay goes on with its former certificate", why=refused.why, mend=refused.mend)
            return
        log.info("the relay takes its new certificate", pid=child.identity.pid)
        child.signal(signal.SIGTERM if os.geteuid() == 0 else signal.SIGUSR2)
        self._kept.put(state.packed(state.Saved(child.identity, now)))
