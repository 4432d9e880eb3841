"""Writes a new source pack: what a person said, what a first look found, and the pages it was found on."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from spiders.export import MODELINE
from spiders.saved import accept
from spiders.scout import Scout
from spiders.scrub import scrub
from spiders.source import FILE, NEVER, Source

ASKS = {  # what nobody but a person can say
    "owner": "who answers for this source",
    "legal_basis": "why it may be read",
    "purpose": "what for",
    "terms_reviewed_on": "the day on which you read the site's terms",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")  # YAML would put it in quotes, as people do not


@dataclass(frozen=True)
class Answers:
    """What a person says about a source. Empty answers stay open in the file, and keep it from being crawled."""

    name: str
    title: str
    family: str
    language: str
    said: Mapping[str, str]  # name in ASKS -> answer


def source_text(answers: Answers, start: str, read: dict[str, Any], local: bool, enabled: bool) -> str:
    """The text of a source file. A local test site is asked without pause and starts at a path."""
    start = (urlsplit(start)._replace(scheme="", netloc="").geturl() or "/") if local else start
    return "".join(
        [
            MODELINE,
            _lines({"name": answers.name, "title": answers.title, "family": answers.family}),
            f"languages: [{answers.language}]\n",
            "\n# Who decided that this source may be read, and why. Without these lines nothing is crawled.\n",
            *(_answer(name, answers.said.get(name, "")) for name in ASKS),
            "" if local else _lines({"verified": NEVER}),
            "" if enabled else "enabled: false\n",
            "\n# How gently and how often.\n",
            f"pace: {{delay_s: {0 if local else 5}, concurrency: {8 if local else 1}}}\n",
            f'schedule: "{_schedule(answers.name)}"\n',
            "local_test_site: true\n" if local else "",
            "onion: true\n" if (urlsplit(start).hostname or "").endswith(".onion") else "",
            _lines({"start": [start]}, short=None),
            "\n" + _lines({"read": read}, short=None),
            "\n# What a good run yields; anything else makes the run degraded. Narrow it after the first crawls.\n",
            "expect:\n  ads: [1, 100000]\n  coverage: {title: 0.9, body: 0.9}\n",
        ]
    )


def write_source(folder: Path, content: str) -> Path:
    """Write the source file of a pack."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(content, encoding="utf-8")
    return folder / FILE


def save_pages(folder: Path, source: Source, scout: Scout) -> None:
    """Save the pages, without anybody's contacts unless the site is our own, and what each yields now."""
    folder.mkdir(exist_ok=True)
    for name, page in scout.pages.items():
        body = page.body if source.local_test_site else scrub(page.body)
        if name.endswith((".html", ".json")):  # saved pages are UTF-8; XML says its encoding itself
            body = body.decode(page.encoding, "replace").encode()
        (folder / name).write_bytes(body)
        accept(folder / name, type(page)(page.url, page.role, body), source)


def _answer(name: str, answer: str) -> str:
    if not answer:
        return f"{name}:  # {ASKS[name]}\n"
    return f"{name}: {answer}\n" if _DAY.fullmatch(answer) else _lines({name: answer})


def _lines(values: dict[str, Any], short: bool | None = False) -> str:
    """YAML; with `short=None`, what holds nothing but plain values stands on one line."""
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, default_flow_style=short, width=110)


def _schedule(name: str) -> str:
    """Once a day, at a moment of its own, so that sources do not all start together."""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=2).digest(), "big")
    return f"{number % 60} {number % 24} * * *"
