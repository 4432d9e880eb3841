"""A quick local site of ad pages, for benchmarks: it must never be what is measured."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import NamedTuple

PAGE_BYTES = 12 * 1024
LINKS = 50  # ads on one listing page

_AD = """<!doctype html><html lang="en"><head><title>Ad {n}</title><meta charset="utf-8"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/help">Help</a></li></ul></nav>
<article class="ad" data-id="{n}"><h1>Room to let, number {n}</h1><time datetime="2026-11-01T08:00:00Z">1 Nov</time>
<div class="description"><p>A quiet room of {n} square feet near the river. Write to ad{n}@mail.example.</p></div>
<dl class="facts"><dt>Price</dt><dd class="price">90 GBP</dd><dt>Place</dt><dd class="place">Leeds</dd></dl></article>
<aside>{filler}</aside></body></html>"""
_FILLER = '<div class="card"><a href="/c/{0}">Another offer, number {0}</a><span class="tag">new</span></div>\n'


class Visit(NamedTuple):
    """What the site saw of one crawl."""

    pages: int  # answered, robots.txt not counted
    seconds: float  # from the first page asked for to the last


def listing(number: int, ads: int) -> str:
    """Listing page `number`, the first is 0."""
    first = number * LINKS
    links = "".join(
        f'<li class="result"><h2><a href="/ad/{n}">Ad {n}</a></h2></li>' for n in range(first, min(first + LINKS, ads))
    )
    more = f'<a rel="next" href="/list/{number + 1}">more</a>' if first + LINKS < ads else ""
    return f'<!doctype html><html><body><ol class="results">{links}</ol>{more}</body></html>'


def ad(number: int) -> str:
    """The page of an ad, PAGE_BYTES long to within a card."""
    page = _AD.format(n=number, filler="{filler}")
    cards = (PAGE_BYTES - len(page)) // len(_FILLER.format(1000))
    return page.replace("{filler}", "".join(_FILLER.format(1000 + card) for card in range(cards)))


@contextmanager
def site(ads: int) -> Iterator["Site"]:
    """The site in a process of its own while the block runs."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(ads, theirs), daemon=True)
    process.start()
    try:
        yield Site(f"http://127.0.0.1:{ours.recv()}", ours)
    finally:
        process.terminate()
        process.join()


class Site:
    """The running site."""

    def __init__(self, base: str, pipe: Connection) -> None:
        self.base = base
        self._pipe = pipe

    def visited(self) -> Visit:
        """What it saw since this was asked last."""
        found = self.seen()
        self._pipe.send("forget")
        self._pipe.recv()
        return found

    def seen(self) -> Visit:
        """What it saw until now."""
        self._pipe.send("seen")
        return Visit(*self._pipe.recv())


class _Counter:
    def __init__(self) -> None:
        self.pages, self.first, self.last = 0, 0.0, 0.0


def _serve(ads: int, pipe: Connection) -> None:
    asyncio.run(_run(ads, pipe))


async def _run(ads: int, pipe: Connection) -> None:
    counter, template = _Counter(), ad(10**6)
    server = await asyncio.get_running_loop().create_server(lambda: _Http(ads, counter, template), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while True:
        wish = await asyncio.to_thread(pipe.recv)
        pipe.send((counter.pages, counter.last - counter.first))
        if wish == "forget":
            counter.pages = 0


class _Http(asyncio.Protocol):
    """HTTP/1.1 with connections that stay open, for clients that send one request at a time."""

    def __init__(self, ads: int, counter: _Counter, template: str) -> None:
        self._ads, self._counter, self._template = ads, counter, template

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode()
        status, text = self._answer(path)
        body = text.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)  # type: ignore[attr-defined]

    def _answer(self, path: str) -> tuple[str, str]:
        kind, _, number = path[1:].partition("/")
        if kind not in ("ad", "list"):
            return "404 Not Found", ""
        now, counter = time.monotonic(), self._counter
        counter.first = counter.first if counter.pages else now
        counter.last, counter.pages = now, counter.pages + 1
        return "200 OK", listing(int(number), self._ads) if kind == "list" else self._template.replace(
            "1000000", number
        )
