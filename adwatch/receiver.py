"""A real receiver of webhooks on loopback: checks the signature, keeps each message once. For the demo and tests.

It is also the shortest example of what the other side has to do: verify, answer quickly, forget repeats.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from adwatch.loop_thread import LoopThread
from processors.notify.targets.signature import is_valid

MAX_BYTES = 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9-]{1,80}")
Status = int | tuple[int, dict[str, str]]  # with headers if there are any
Answer = Callable[[], Status]  # what the next good message gets


def thanks() -> Status:
    """Taken."""
    return 204


@dataclass(frozen=True)
class Receiver:
    """The running receiver and the folder with what it got."""

    folder: Path
    host: str
    port: int

    @property
    def url(self) -> str:
        """The notification target that sends here."""
        return f"webhook+http://{self.host}:{self.port}/alerts"

    def messages(self) -> list[dict[str, Any]]:
        """The JSON documents that were taken, each once, in order of their ids."""
        return [json.loads(path.read_bytes()) for path in sorted(self.folder.glob("*.json"))]

    def posts(self, path: str) -> list[bytes]:
        """The bodies that were posted to any other path, as a chat system gets them, in order."""
        folder = self.folder / path.strip("/").replace("/", "-")
        return [each.read_bytes() for each in sorted(folder.glob("*.post"))]

    def log(self) -> list[str]:
        """One line for every request, repeats and refusals too: `204 al-...`."""
        path = self.folder / "requests.log"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@contextmanager
def receiver(folder: Path, secret: str, port: int = 0, answer: Answer = thanks) -> Iterator[Receiver]:
    """The receiver for as long as the block lasts; port 0 takes a free one."""
    folder.mkdir(parents=True, exist_ok=True)
    with LoopThread("receiver") as loop:
        runner = web.AppRunner(_app(folder, secret, answer), access_log=None)
        loop.run(_start(runner, port))
        try:
            host, bound = runner.addresses[0][:2]
            yield Receiver(folder, host, bound)
        finally:
            loop.run(runner.cleanup())


async def _start(runner: web.AppRunner, port: int) -> None:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()


def _app(folder: Path, secret: str, answer: Answer) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        name = request.headers.get("Idempotency-Key", "")
        said = _judge(request, name, body, secret) or answer()
        status, headers = (said, {}) if isinstance(said, int) else said
        if 200 <= status < 300:
            (folder / f"{name}.json").write_bytes(body)
        with (folder / "requests.log").open("a", encoding="utf-8") as log:
            log.write(f"{status} {name if NAME.fullmatch(name) else '-'}\n")
        return web.Response(status=status, headers=headers)

    async def take_chat(request: web.Request) -> web.Response:
        """What chat systems do: whoever knows the address may post."""
        room = folder / request.path.strip("/").replace("/", "-")
        room.mkdir(exist_ok=True)
        (room / f"{len(list(room.iterdir())) + 1:06}.post").write_bytes(await request.read())
        return web.Response(text="ok")

    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_post("/alerts", take)
    app.router.add_post("/hooks/{room}", take_chat)
    return app


def _judge(request: web.Request, name: str, body: bytes, secret: str) -> int | None:
    """The status of a message that is not taken; None for a good one."""
    if not NAME.fullmatch(name):
        return 400
    headers = {key.lower(): value for key, value in request.headers.items()}
    return None if is_valid(secret, headers, body, datetime.now(UTC)) else 401
