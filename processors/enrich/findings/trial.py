"""Word lists held against their own examples: for whoever edits them, before they go anywhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from processors.catalogue import Catalogue
from processors.enrich.findings.view import View
from processors.enrich.findings.words import Words
from processors.enrich.language import Language
from processors.enrich.read import Tools, enrich
from processors.enrich.reading import Reading
from schemas.ad import RawAd
from schemas.base import SourceFamily
from schemas.finding import Finding
from schemas.tokens import TokenKeys

EXPECTED = ("present", "absent", "silent")


class WrongExample(NamedTuple):
    """A sentence that is not read as its word list says."""

    language: str
    topic: str
    sentence: str
    expected: str
    read: str

    def __str__(self) -> str:
        place = f"{self.language}/{self.topic}"
        return f"{place}: expected `{self.expected}`, read `{self.read}`: {self.sentence}"


def wrong_examples(catalogue: Catalogue) -> Iterator[WrongExample]:
    """Every example that is read in another way than its word list says."""
    words = Words(catalogue)
    for language, lexicon in catalogue.lexicons.items():
        for topic in lexicon.topics.values():
            for expected in EXPECTED:
                for sentence in getattr(topic.examples, expected):
                    read = what_is_said(words.view(reading(as_ad(sentence), language)), topic.name)
                    if read != expected:
                        yield WrongExample(language, topic.name, sentence, expected, read)


def what_is_said(view: View, topic: str) -> str:
    """What an ad says about a topic: `present`, `absent`, `silent`, or `both`."""
    said = view.said.get(topic)
    if said is None:
        return "silent"
    return "both" if said.present and said.against else "present" if said.present else "absent"


def as_ad(text: str, family: SourceFamily = SourceFamily.JOB_BOARD) -> RawAd:
    """A sentence as an ad."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return RawAd(
        ad_id="trial", source="trial", source_family=family, key="trial", observed_at=moment, url="", body=text
    )


def reading(ad: RawAd, language: str | None, supported: bool = True) -> Reading:
    """The reading of an ad by the stage itself, in a language that is given and not guessed."""
    seen: list[Reading] = []

    def findings(one: Reading) -> tuple[Finding, ...]:
        seen.append(one)
        return ()

    known = Language(language, 1.0, supported)
    enrich(ad, Tools(lambda *_: known, findings, token_keys=TokenKeys((b"trial",)), catalogue_version=""))
    return seen[0]
