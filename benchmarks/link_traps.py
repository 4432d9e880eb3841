"""Ads made to lead linking astray, with what is true of them. Where nobody can say, the cluster is "": not scored."""

import random
from collections.abc import Callable

from benchmarks.link_corpus import Invented, Language

PARTS = 12  # of which a text is made


def traps(seed: int) -> dict[str, list[Invented]]:
    """The sets by name. The same seed gives the same ads."""
    return {name: make(random.Random(f"{seed} {name}")) for name, make in TRAPS.items()}


def bridges(draw: random.Random) -> list[Invented]:
    """Pairs of texts, and between the two of each a row of ads in which more and more of the one is the other."""
    language, ads = Language("en", draw), list[Invented]()
    for number in range(12):
        one, other = ([language.words(8) for _ in range(PARTS)] for _ in range(2))
        for end, parts in (("one", one), ("other", other)):
            ads += [_ad(f"{number}-{end}-{copy}", language, parts, f"{number}-{end}") for copy in range(4)]
        ads += [_ad(f"{number}-{step}", language, other[:step] + one[step:], "") for step in range(1, PARTS)]
    return _shuffled(ads, draw)


def hub_numbers(draw: random.Random) -> list[Invented]:
    """Unrelated actors, of whom each has a few ads and all name one helpline."""
    language, ads = Language("fr", draw), list[Invented]()
    for number in range(60):
        for copy in range(3):
            contacts = (f"of-{number}", "helpline")
            words = [language.words(60)]
            ads.append(_ad(f"{number}-{copy}", language, words, f"{number}-{copy}", contacts, f"{number}"))
    return _shuffled(ads, draw)


def tiny_ads(draw: random.Random) -> list[Invented]:
    """Ads of nine words, of which five are said by all: each is there twice, word for word."""
    language = Language("es", draw)
    said = language.words(5)
    own = [language.words(4) for _ in range(60)]
    ads = [
        _ad(f"{number}-{copy}", language, [said, words], f"{number}")
        for number, words in enumerate(own)
        for copy in (1, 2)
    ]
    return _shuffled(ads, draw)


def translations(draw: random.Random) -> list[Invented]:
    """The same prices, ages and telephone in four languages: one actor, four texts."""
    ads = []
    languages = {name: Language(name, draw) for name in ("en", "fr", "ru", "zh")}
    for number in range(25):
        figures = [str(draw.randint(18, 300)) for _ in range(6)]
        for name, language in languages.items():
            words = [word for figure in figures for word in (*language.words(10), figure)]
            ads += [
                _ad(f"{number}-{name}-{copy}", language, [words], f"{number}-{name}", (f"{number}",), f"{number}")
                for copy in range(2)
            ]
    return _shuffled(ads, draw)


def paraphrases(draw: random.Random) -> list[Invented]:
    """The same words in another order: what it says may be the same, and no passage of it is a copy."""
    language, ads = Language("en", draw), list[Invented]()
    for number in range(40):
        words = language.words(80)
        for telling in range(3):
            ads.append(_ad(f"{number}-{telling}", language, [words], f"{number}-{telling}"))
            words = draw.sample(words, len(words))
    return _shuffled(ads, draw)


TRAPS: dict[str, Callable[[random.Random], list[Invented]]] = {
    "chains of bridges": bridges,
    "hub numbers": hub_numbers,
    "tiny ads": tiny_ads,
    "translations": translations,
    "paraphrases": paraphrases,
}


def _ad(
    key: str,
    language: Language,
    parts: list[list[str]],
    cluster: str,
    contacts: tuple[str, ...] = (),
    actor: str = "",
) -> Invented:
    return Invented(key, language.text([word for part in parts for word in part]), cluster, contacts, actor)


def _shuffled(ads: list[Invented], draw: random.Random) -> list[Invented]:
    draw.shuffle(ads)
    return ads
