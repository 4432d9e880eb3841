"""Words that mean the same, in all languages: the groups that the lexicons of every language have under one name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from processors.catalogue.lexicon import LanguageEntry
from processors.catalogue.load_lexicon import LANGUAGE
from processors.catalogue.terms import alternatives
from processors.stems import forms, stem, words
from processors.yaml_file import read_yaml

Phrase = tuple[str, ...]  # of stems
MOST_MEANINGS = 120  # phrases of a group

# Groups that name things. Others hold words that stand for each other in a term only: "we" and "the company".
NAMES = frozenset({"fee", "document", "housing", "travel"})


class Synonyms:
    """Looks up what means the same as a word."""

    def __init__(self, groups: Mapping[str, Iterable[Phrase]]) -> None:
        self._same: dict[str, frozenset[Phrase]] = defaultdict(frozenset)
        for phrases in groups.values():
            group = frozenset(sorted(set(phrases))[:MOST_MEANINGS])
            for phrase in group:
                if len(phrase) == 1:
                    self._same[phrase[0]] |= group

    def of(self, word: str) -> frozenset[Phrase]:
        """Phrases, as stems, that mean the same as a word in any form; none where no group has it."""
        return frozenset().union(*(self._same[form] for form in forms(word) if form in self._same))


def load(lexicons: Path) -> Synonyms:
    """The synonyms of a folder of lexicons. Raises FileError for a file that is none."""
    groups: dict[str, list[Phrase]] = defaultdict(list)
    for path in sorted(lexicons.glob(f"*/{LANGUAGE}")):
        for name, phrases in read_yaml(path).into(LanguageEntry).words.items():
            if name in NAMES:
                written = (each for phrase in phrases for each in alternatives(phrase))
                groups[name] += [tuple(stem(word, path.parent.name) for word in words(each)) for each in written]
    return Synonyms(groups)
