"""The template of a cluster: the text its ads have in common, and what each of them fills into the slots between.

Sequence alignment of every ad with the most typical one. A word belongs to the constant text when nine in ten ads have
it there; whatever stands between constant words is a slot. The order of the ads makes no difference.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from schemas.ad import LinkedAd, MaskedText

SLOT = "{}"
MAX_ADS = 50  # ads aligned to find the constant text, spread over the cluster; slots are filled for all
MAX_WORDS = 1_500  # of a text
_CONSTANT = 0.9
# A contact token, a character of a script without spaces, a word, or a sign; with the white space after it.
_WORD = re.compile(
    r"(\[[^\[\]\s]+\]|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\w+|[^\w\s])\s*"
)


class Template(NamedTuple):
    """`text` has SLOT for each slot; `slots` gives each ad's values, in the order of the slots.

    `parts` are the pieces of constant text: the first slot stands between the first and the second, and so on.
    """

    text: str
    slots: dict[str, list[str]]
    parts: tuple[str, ...] = ("",)

    def values(self) -> list[list[tuple[str, int]]]:
        """For each slot, its values and how many ads have them, the most frequent first."""
        columns = zip(*self.slots.values(), strict=True) if len(self.parts) > 1 else ()
        return [sorted(Counter(column).items(), key=lambda seen: (-seen[1], seen[0])) for column in columns]


class Word(NamedTuple):
    """A word as written, white space included, and as compared."""

    written: str
    bare: str


def template_of(ads: Iterable[LinkedAd]) -> Template:
    """The template of near-duplicate ads, from their masked texts; that of one ad is its text, without slots."""
    return template_of_texts({ad.ad_id: text_of(ad.masked) for ad in ads})


def template_of_texts(written: Mapping[str, str]) -> Template:
    """The same of texts by the ids of their ads."""
    texts = {ad_id: _words(text) for ad_id, text in written.items()}
    typical = _typical(list(texts.values()))
    aligned = {ad_id: _places(typical, words) for ad_id, words in texts.items()}
    constant = _constant([aligned[ad_id] for ad_id in _spread(sorted(aligned))], len(typical))
    gaps = {ad_id: _gaps(constant, aligned[ad_id], words) for ad_id, words in texts.items()}
    filled = [any(gap[place] for gap in gaps.values()) for place in range(len(constant) + 1)]
    slots = {ad_id: [text for text, used in zip(gap, filled, strict=True) if used] for ad_id, gap in gaps.items()}
    return Template(_rendered(typical, constant, filled), slots, _parts(typical, constant, filled))


def text_of(masked: MaskedText) -> str:
    """Title, body and fields, one below the other."""
    return "\n".join(part for part in (masked.title, masked.body, *masked.fields.values()) if part)


def _words(text: str) -> list[Word]:
    return [Word(found[0], found[1].casefold()) for found in _WORD.finditer(text)][:MAX_WORDS]


def _spread(ids: Sequence[str]) -> Sequence[str]:
    return ids[:: max(1, len(ids) // MAX_ADS)][:MAX_ADS]


def _typical(texts: Sequence[Sequence[Word]]) -> Sequence[Word]:
    """The text whose words most of the others have too."""
    having = Counter(word for words in texts for word in {word.bare for word in words})

    def typical(words: Sequence[Word]) -> tuple[float, str]:
        shared = sum(having[word.bare] for word in words) / max(len(words), 1)
        return -shared, "".join(word.written for word in words)

    return min(texts, key=typical, default=[])


def _places(typical: Sequence[Word], words: Sequence[Word]) -> dict[int, int]:
    """For words of the typical text, where the other text has them, in order."""
    matcher = SequenceMatcher(None, [w.bare for w in typical], [w.bare for w in words], autojunk=False)
    return {a + i: b + i for a, b, size in matcher.get_matching_blocks() for i in range(size)}


def _constant(aligned: Sequence[dict[int, int]], length: int) -> list[int]:
    """The places in the typical text whose word is in nearly all of the texts."""
    having = Counter(place for places in aligned for place in places)
    return [place for place in range(length) if having[place] >= _CONSTANT * len(aligned)]


def _gaps(constant: Sequence[int], places: dict[int, int], words: Sequence[Word]) -> list[str]:
    """What a text has before the first constant word, between the constant words and after the last one."""
    gaps, start = [], 0
    for place in constant:
        end = places.get(place, start)  # before a constant word that this text lacks there is an empty gap
        gaps.append("".join(word.written for word in words[start:end]).strip())
        start = end + 1 if place in places else start
    return [*gaps, "".join(word.written for word in words[start:]).strip()]


def _parts(typical: Sequence[Word], constant: Sequence[int], filled: Sequence[bool]) -> tuple[str, ...]:
    parts = [""]
    for place, before in zip(constant, filled, strict=False):
        parts += [""] if before else []
        parts[-1] += typical[place].written
    return (*parts, "") if filled[-1] else tuple(parts)


def _rendered(typical: Sequence[Word], constant: Sequence[int], filled: Sequence[bool]) -> str:
    slots = [f" {SLOT} " if used else "" for used in filled]
    parts = [slot + typical[place].written for slot, place in zip(slots, constant, strict=False)]
    return re.sub(" +", " ", "".join([*parts, slots[-1]])).strip()
