"""Word lists of one language: as domain experts write them, and ready for use."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, RootModel

from processors.catalogue.records import Entry
from processors.catalogue.terms import Term

Phrase = Annotated[str, Field(min_length=1, max_length=1000)]
Phrases = tuple[Phrase, ...]
Groups = dict[str, Phrases]


class Examples(Entry):
    """Sentences that a topic must and must not fire on; the tests run them all."""

    present: Annotated[Phrases, Field(min_length=1)]
    absent: Phrases = ()  # the opposite is said
    silent: Annotated[Phrases, Field(min_length=1)]  # nothing is said about it


class TopicEntry(Entry):
    """A topic as written in a file."""

    words: Groups = Field(default_factory=dict)  # groups of words that stand for each other: `{fee}` in a term
    terms: Annotated[Phrases, Field(min_length=1)]
    against: Phrases = ()  # wordings that say the opposite
    unless: Phrases = ()  # in the same sentence, these take the meaning away
    examples: Examples


class TopicFile(RootModel[dict[str, TopicEntry]]):
    """A file of topics."""


class LanguageEntry(Entry):
    """`language.yml`: what holds for a language as a whole."""

    name: Phrase
    negation: Phrases  # before a term, or inside its gaps: the opposite is meant
    negation_after: Phrases  # right after a term: "is not required"
    negation_within: Phrases = ()  # only inside a term's gaps, half a negation elsewhere: French "ne"
    no_negation: Phrases  # look like a negation and are none: "not only"
    turns: Phrases  # end the reach of a negation: "but"
    others: Phrases  # before a term: somebody else does it: "if anyone", "beware of"
    warnings: Phrases  # anywhere in the sentence: "report it", "is a scam"
    swaps: tuple[Phrases, ...] = ()  # words that must never make a difference: woman, man
    words: Groups = Field(default_factory=dict)  # groups of words for all topics


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic ready for use: groups resolved, alternatives written out."""

    name: str
    terms: tuple[Term, ...]
    against: tuple[Term, ...]
    unless: tuple[Term, ...]
    examples: Examples


@dataclass(frozen=True, slots=True)
class Guards:
    """Phrases that change or take away what a term means; each as in `LanguageEntry`."""

    negation: Phrases
    negation_after: Phrases
    negation_within: Phrases
    no_negation: Phrases
    turns: Phrases
    others: Phrases
    warnings: Phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything about one language."""

    language: str
    name: str
    topics: dict[str, Topic]
    guards: Guards
    swaps: tuple[Phrases, ...]
