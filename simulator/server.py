"""The three sites on loopback: in a background thread for demo and tests, or in the foreground until a signal."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from aiohttp import web

from simulator.records import World
from simulator.shelf import Shelf
from simulator.sites import classifieds, feed, jobs

HOST = "127.0.0.1"
PATIENCE_S = 10.0  # for starting and stopping


@dataclass(frozen=True, slots=True)
class Sites:
    """The running sites."""

    base: str  # "http://127.0.0.1:PORT"
    _shelf: Shelf

    @property
    def world(self) -> World:
        """What they show now."""
        return self._shelf.world

    def show(self, world: World) -> None:
        """Show another day from now on."""
        self._shelf.show(world)


@contextmanager
def running(world: World, port: int = 0) -> Iterator[Sites]:
    """Serves until the block ends. Raises OSError when the port is taken; port 0 picks a free one."""
    shelf, loop = Shelf(world), asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="simulator", daemon=True)
    thread.start()
    runner = web.AppRunner(_application(shelf), access_log=None)
    try:
        base = asyncio.run_coroutine_threadsafe(_start(runner, port), loop).result(PATIENCE_S)
        yield Sites(base, shelf)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(PATIENCE_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_S)
        loop.close()


async def serve_until_signal(world: World, port: int, announce: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM; `announce` gets the address as soon as it answers. Raises OSError as above."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(_application(Shelf(world)), access_log=None)
    try:
        announce(await _start(runner, port))
        await stop.wait()
    finally:
        await runner.cleanup()


def _application(shelf: Shelf) -> web.Application:
    app = web.Application()
    app.add_routes([web.get("/robots.txt", _robots), web.get("/jobs/robots.txt", _robots)])
    for site in (classifieds, jobs, feed):
        app.add_routes(site.routes(shelf))
    return app


async def _robots(request: web.Request) -> web.Response:
    return web.Response(text=f"User-agent: *\nAllow: /\nSitemap: {request.url.origin()}/jobs/sitemap.xml\n")


async def _start(runner: web.AppRunner, port: int) -> str:
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    return f"http://{HOST}:{runner.addresses[0][1]}"
