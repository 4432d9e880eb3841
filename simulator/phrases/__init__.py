"""The phrase banks: what an ad may say, per language, as data.

A sentence is a text in which `[a|b]` is a choice, `<word>` one of the language's `words`, `<3..9>` a number, and
`{city}` a slot that stays open until the ad is placed. `write` makes the choices.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from simulator.chance import pick

LANGUAGES = ("en", "fr", "es", "ru")  # of the demo; the others have a corpus only
SLOTS = frozenset({"city", "name", "company", "pay", "price", "phone", "email", "handle", "url", "hub", "hubcity"})

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CHOICE = re.compile(r"\[([^\]]*)\]|<([a-z]+)>|<(\d+)\.\.(\d+)>")

Sentence = Any  # str: as it is; range: one of the numbers; tuple: one of the sentences; list: one after the other


@dataclass(frozen=True, slots=True)
class Money:
    """What a kind of ad usually costs or pays, in whole units of the local currency."""

    per: str | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of ad: its sentences by section, those of its family included."""

    name: str
    family: str
    money: Money
    sections: Mapping[str, tuple[Sentence, ...]]


@dataclass(frozen=True, slots=True)
class Bank:
    """All phrases of one language."""

    language: str
    kinds: Mapping[str, Kind]
    says: Mapping[str, tuple[Sentence, ...]]
    denies: Mapping[str, tuple[Sentence, ...]]
    also: Mapping[str, tuple[str, ...]]  # what the sentences of an indicator state besides
    common: Mapping[str, tuple[Sentence, ...]]
    contact: Mapping[str, tuple[Sentence, ...]]
    names: Sequence[str]
    cities: Mapping[str, Sequence[str]]
    companies: Mapping[str, Any]
    per: Mapping[str, Sequence[str]]
    marks: Sequence[str]


def write(sentence: Sentence, rng: Random) -> str:
    """The sentence with its choices made; it begins with a capital and its slots are still open."""
    text = _choose(sentence, rng)
    return text[:1].upper() + text[1:]


def parse(text: str, words: Mapping[str, tuple[str, ...]]) -> Sentence:
    """A sentence as `write` takes it. Raises KeyError for a word that the language does not have."""
    parts: list[Sentence] = []
    at = 0
    for match in _CHOICE.finditer(text):
        parts.append(text[at : match.start()])
        options, word, low, high = match.groups()
        if options is not None:
            parts.append(tuple(parse(option, words) for option in options.split("|")))
        else:
            parts.append(words[word] if word else range(int(low), int(high) + 1))
        at = match.end()
    parts.append(text[at:])
    parts = [part for part in parts if part != ""]
    return "" if not parts else parts[0] if len(parts) == 1 else parts


@cache
def shared() -> Mapping[str, Any]:
    """Lists that need no language."""
    return _read(_FOLDER / "shared.yml")


@cache
def bank(language: str) -> Bank:
    """The phrases of a language, read once."""
    folder = _FOLDER / language
    common = _read(folder / "common.yml")
    words = {name: tuple(options) for name, options in common["words"].items()}

    def sentences(texts: Sequence[str]) -> tuple[Sentence, ...]:
        return tuple(parse(text, words) for text in texts)

    def sections(raw: Mapping[str, Any]) -> dict[str, tuple[Sentence, ...]]:
        return {name: sentences(texts) for name, texts in raw.items() if isinstance(texts, list)}

    indicators = _read(folder / "indicators.yml") if language in LANGUAGES else {}
    return Bank(
        language=language,
        kinds=_kinds(folder, sections) if language in LANGUAGES else {},
        says={name: sentences(entry["says"]) for name, entry in indicators.items()},
        denies={name: sentences(entry["denies"]) for name, entry in indicators.items() if "denies" in entry},
        also={name: tuple(entry["also"]) for name, entry in indicators.items() if "also" in entry},
        common={name: sentences(common[name]) for name in ("boilerplate", "closing", "updates", "edits")},
        contact=sections(common["contact"]),
        names=common["names"],
        cities=common["cities"],
        companies=common["companies"],
        per=common["per"],
        marks=common["marks"],
    )


def _kinds(folder: Path, sections: Any) -> dict[str, Kind]:
    jobs, offers = _read(folder / "jobs.yml"), _read(folder / "offers.yml")
    found = {
        name: Kind(name, "job", Money(**raw["pay"]), sections(jobs["common"]) | sections(raw))
        for name, raw in jobs["kinds"].items()
    }
    for name, raw in offers["kinds"].items():
        family = raw["family"]
        found[name] = Kind(name, family, Money(**raw["price"]), sections(offers["families"][family]) | sections(raw))
    return found


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    return content


def _choose(sentence: Sentence, rng: Random) -> str:
    if isinstance(sentence, list):
        return "".join([part if isinstance(part, str) else _choose(part, rng) for part in sentence])
    chosen = sentence if isinstance(sentence, str) else pick(rng, sentence)
    return chosen if isinstance(chosen, str) else str(chosen) if isinstance(chosen, int) else _choose(chosen, rng)
