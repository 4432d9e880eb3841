"""The text of one ad as the detectors of mentions see it, and what a detector reports."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from processors.enrich.letters import letters, lower
from processors.enrich.reading import Normal
from processors.enrich.signs import signs_in
from schemas.ad import RawAd
from schemas.mention import MentionKind, Place, Price

_MOST_PLACES = 20


# A letter, digit or "_" of a script that puts spaces between words: beside it a number or word is not by itself.
WORDY = r"[0-9_A-Za-z\u00aa-\u0dff]"


class Field(NamedTuple):
    """A named field of the source and where its value stands in the normalised text."""

    name: str  # lower case
    start: int
    end: int


class Passage(NamedTuple):
    """All that detectors look at. `lower` has the offsets of `text`."""

    text: str
    lower: str
    spoken: Sequence[str]  # the words of `lower`, runs of letters, in order
    words: frozenset[str]  # the same: one look tells a detector that it has nothing to do
    signs: frozenset[int]  # of patterns: the same for what is not written in words
    fields: tuple[Field, ...] = ()
    language: str | None = None
    country: str | None = None  # ISO 3166 alpha-2, upper case: where the source says the ad is
    year: int | None = None  # of the observation, for ages from birth years
    written: date | None = None  # the day the ad was posted, or seen where that is not known: "tomorrow" counts from it


class Found(NamedTuple):
    """One mention, with its place in the normalised text."""

    kind: MentionKind
    value: str
    start: int
    end: int
    detector: str
    style: str | None = None  # how the author disguised it; what the normaliser undid is added later
    confidence: float = 1.0
    region: str | None = None
    price: Price | None = None
    place: Place | None = None


def passage(ad: RawAd, normal: Normal, small: str, words: Sequence[str], language: str | None) -> Passage:
    """The ad's normalised text with its fields located in it. `small`, `words`: as `lower` and `letters` give them."""
    country = (ad.country_hint or "").upper() or None
    written = (ad.posted_at or ad.observed_at).date()
    fields, year = _fields(ad, normal), ad.observed_at.year
    return Passage(
        normal.text, small, words, frozenset(words), signs_in(small), fields, language, country, year, written
    )


def of_text(
    text: str,
    language: str | None = None,
    country: str | None = None,
    fields: tuple[Field, ...] = (),
    year: int | None = None,
    written: date | None = None,
) -> Passage:
    """A passage of normalised text that is no whole ad."""
    small = lower(text)
    words = letters(small)
    return Passage(text, small, words, frozenset(words), signs_in(small), fields, language, country, year, written)


def places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in `text` with no letter beside it: the first twenty places, however long the text."""
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(word, at + 1)
        if at < 0:
            return
        end = at + len(word)
        if not text[max(0, at - 1) : at].isalpha() and not text[end : end + 1].isalpha():
            yield at, end


def _fields(ad: RawAd, normal: Normal) -> tuple[Field, ...]:
    at = sum(len(part) + 1 for part in (ad.title, ad.body) if part)
    found = []
    for name, value in ad.fields.items():
        if value and at < len(normal.original):
            found.append(Field(name.lower(), normal.locate(at), normal.locate(at + len(value))))
            at += len(value) + 1
    return tuple(found)
