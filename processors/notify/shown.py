"""What the templates of an alert get: plain strings, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from processors.notify.words import Words

Link = Callable[[str, str], str]  # (index, document id) -> address; "" where there is none


@dataclass(frozen=True, slots=True)
class Glossary:
    """Indicators in the reader's language, by id: their names, and what to ask when an ad is silent about one."""

    labels: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    risks: frozenset[str] = frozenset()  # those that speak against a concern only when the ad says their opposite


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    quality: str  # strength and evidence grade in words
    indicator: str
    note: str
    base_rate: str  # how common this is among all ads; empty while that is not known


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    contact: str
    country: str
    checked: str


@dataclass(frozen=True, slots=True)
class Place:
    """A document to look at; `link` may be empty."""

    label: str
    id: str
    link: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at a source; fragments line by line, empty where there is none."""

    sentence: str
    fragments: tuple[tuple[str, tuple[str, ...]], ...]  # (what it is, its lines)


@dataclass(frozen=True, slots=True)
class View:
    """An alert as the templates get it."""

    words: Words
    language: str
    severity: str  # the word in the record, for colours
    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    changes: tuple[Change, ...]
    unknowns: tuple[str, ...]
    more_unknowns: str
    related: tuple[str, ...]  # alerts of before on the same actor, and how they were judged
    alert: Place
    console: str
    ads: tuple[Place, ...]
    run_book: str
    services: tuple[Service, ...]
    footer: str
    correction: tuple[str, ...] = ()  # what is not so any more, and what to do about it
    outcome: str = ""  # of the correction, the word in the record
