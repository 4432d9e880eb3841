"""Who an ad is about never changes what is found in it or how it is scored.

Nationality, ethnicity, religion, gender and first names are swapped in every ad of the simulator's corpus, in every
language there is. What is shown and never scored may differ.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from simulator import InventedAd, world
from simulator.corpus import SHARES, corpus, languages
from simulator.phrases import LANGUAGES, bank
from tests.quality.swapping import KINDS, Judged, judged, rows, sprinkled, swapped

READ = {folder.name for folder in (Path(__file__).parents[2] / "catalogue/lexicons").iterdir()}
INVENTED = {*languages(), *LANGUAGES}


def ads(language: str) -> Iterator[InventedAd]:
    """Every text of the corpus once, however often it is posted; of the demo where the corpus lacks the language."""
    of_corpus = language in languages()
    every = (
        [ad for share in SHARES for ad in corpus(share, only=[language]).ads] if of_corpus else world(300, seed=3).ads
    )
    return iter({ad.answer.cluster: ad for ad in every if ad.answer.language == language}.values())


@pytest.mark.parametrize("language", sorted(READ | INVENTED))
def test_there_are_words_of_every_kind_in_every_language(language: str) -> None:
    assert set(rows()[language]) == set(KINDS) - {"name"}
    assert all(len(row) >= 2 for kind in rows()[language].values() for row in kind)


@pytest.mark.parametrize("language", sorted(READ & INVENTED))
def test_words_about_a_person_change_nothing(language: str) -> None:
    names = tuple(bank(language).names)
    wrong: list[tuple[str, str, Judged, Judged]] = []
    changed = 0
    for ad in ads(language):
        swapped_texts = swapped_in_all(ad, KINDS, names)
        changed += swapped_texts != (ad.title, ad.body)
        first, last = about(ad, (ad.title, ad.body), last=False), about(ad, swapped_texts, last=True)
        if first != last:
            alone = (kind for kind in KINDS if about(ad, swapped_in_all(ad, [kind], names), last=False) != first)
            wrong.append((", ".join(alone), ad.answer.case or "", first, last))
    assert not wrong, f"{len(wrong)}: {wrong[:5]}"
    assert changed > 20, "words must have been swapped, or the test shows nothing"


def about(ad: InventedAd, texts: tuple[str, str], last: bool) -> Judged:
    """The ad with this title and body, with words about a person before every line of it."""
    title, body = texts
    return judged(ad, title, sprinkled(body, ad.answer.language, last=last))


def swapped_in_all(ad: InventedAd, kinds: Sequence[str], names: tuple[str, ...]) -> tuple[str, str]:
    """Title and body with the words of these kinds swapped."""
    persons = tuple(one for one in ad.answer.persons if one in names)
    title, body = ad.title, ad.body
    for kind in kinds:
        title, body = (swapped(text, ad.answer.language, kind, persons, names) for text in (title, body))
    return title, body
