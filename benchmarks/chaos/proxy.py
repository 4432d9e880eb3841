"""A TCP proxy of our own between the system and the engines, that can be a bad connection."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from adwatch.loop_thread import LoopThread

CHUNK = 65_536
DELAY_S = 0.4  # of every piece, each way


class Line(StrEnum):
    """How the connection is."""

    GOOD = "good"
    CUT = "cut"  # every connection is reset, and so is every new one
    SLOW = "slow"  # everything arrives late
    SILENT = "silent"  # connections are taken, and nothing is passed on until it is good again
    HALF_CLOSED = "half closed"  # the far side's end of every connection is shut, ours is not


class Proxy:
    """Passes what comes to `port` on to `upstream`, both on loopback, as `line` says."""

    def __init__(self, loop: LoopThread, upstream: int) -> None:
        self._loop, self._upstream = loop, upstream
        self._line = Line.GOOD
        self._changed = asyncio.Event()
        self._to_clients: set[asyncio.StreamWriter] = set()
        self._shut: set[asyncio.StreamWriter] = set()  # our half of these is closed
        self._server = loop.run(self._listen())
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=CHUNK)

    @contextmanager
    def being(self, line: Line) -> Iterator[None]:
        """The line is as told while the block runs, then good again."""
        self._loop.run(self._set(line))
        try:
            yield
        finally:
            self._loop.run(self._set(Line.GOOD))

    def close(self) -> None:
        """Listen no more."""
        self._loop.run(self._close())

    async def _close(self) -> None:
        self._server.close()

    async def _set(self, line: Line) -> None:
        self._line = line
        self._changed.set()
        self._changed = asyncio.Event()
        for writer in list(self._to_clients):
            if line is Line.CUT:
                writer.transport.abort()
            elif line is Line.HALF_CLOSED and not writer.is_closing():
                self._shut.add(writer)
                writer.write_eof()

    async def _connected(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        if self._line is Line.CUT:
            to_client.transport.abort()
            return
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream, limit=CHUNK)
        except OSError:
            to_client.transport.abort()
            return
        self._to_clients.add(to_client)
        try:
            await _first_of(self._pass_on(client, to_server), self._pass_on(server, to_client))
        finally:
            self._to_clients.discard(to_client)
            self._shut.discard(to_client)
            for writer in (to_client, to_server):
                writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until either side has closed. What can no longer be written after a half-close is swallowed."""
        try:
            while data := await reader.read(CHUNK):
                while self._line is Line.SILENT:
                    await self._changed.wait()
                if self._line is Line.SLOW:
                    await asyncio.sleep(DELAY_S)
                if writer not in self._shut:
                    writer.write(data)
                    await writer.drain()
        except OSError:  # reset by either side
            return


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Run both until one ends, then end the other."""
    tasks = [asyncio.ensure_future(work) for work in works]
    _, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
