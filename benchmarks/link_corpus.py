"""Generated ads with known clusters and actors, for measuring linking. Nobody's ads: the words are drawn syllables.

Nine scripts and languages in the mix of performance measurements, word frequencies as in language (Zipf), copies with
edits (words dropped, replaced, inserted), turned-round halves and slots (number, price, age, place, name), and passages
of boilerplate that unrelated ads share.
"""

import random
from dataclasses import dataclass
from itertools import accumulate

SYLLABLES = {
    "en": ("bcdfghklmnprstvw", "aeiou"),
    "fr": ("bcdfglmnprstv", "aeiouéèô"),
    "es": ("bcdfglmnprst", "aeiouáó"),
    "ru": ("бвгдзклмнпрст", "аеиоуыя"),
    "el": ("βγδζθκλμνπρστ", "αεηιου"),
    "ar": ("بتجدرسعفقكلمنه", "اوي"),
    "hi": ("कखगचजटडतदनपबमरलवस", "ािीुेो"),
    "th": ("กขคงจชดตถทนบปพมยรลวส", "ะาิีุเแโ"),
    "zh": ("农场招聘工人包吃住海边花园看护清洁厨房助手老板电话", "一二三四五六七八九十百千"),
}
SHARES = {"en": 52, "fr": 10, "es": 10, "ru": 8, "zh": 6, "el": 4, "ar": 4, "hi": 4, "th": 2}
WITHOUT_SPACES = {"th", "zh"}
VOCABULARY = 5_000


@dataclass(frozen=True)
class Invented:
    """One ad with its answer."""

    key: str
    text: str
    cluster: str
    contacts: tuple[str, ...] = ()
    actor: str = ""


@dataclass(frozen=True)
class Recipe:
    """What a corpus is like: the share of texts with boilerplate, and the strongest edit of a copy."""

    ads: int = 1_000
    boilerplate: float = 0.5
    edit: float = 0.15
    hubs: float = 0.05  # share of ads that also carry a helpline's number


class Language:
    """Words of one language, drawn by frequency."""

    def __init__(self, name: str, draw: random.Random) -> None:
        self._draw = draw
        first, second = SYLLABLES[name]
        self._words = [self._word(first, second) for _ in range(VOCABULARY)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self._join = "" if name in WITHOUT_SPACES else " "
        self.passages = [self.words(draw.randint(15, 40)) for _ in range(30)]

    def _word(self, first: str, second: str) -> str:
        return "".join(self._draw.choice(first) + self._draw.choice(second) for _ in range(self._draw.randint(1, 4)))

    def words(self, count: int) -> list[str]:
        return self._draw.choices(self._words, cum_weights=self._weights, k=count)

    def text(self, words: list[str]) -> str:
        return self._join.join(f" {word} " if word[0].isascii() and word[0].isdigit() else word for word in words)


def corpus(seed: int, recipe: Recipe) -> list[Invented]:
    """The ads of a seed, in the order of their arrival. The same seed gives the same ads on every machine."""
    draw = random.Random(seed)
    languages = {name: Language(name, draw) for name in SYLLABLES}
    ads: list[Invented] = []
    while len(ads) < recipe.ads:
        ads += _actor(f"{seed}-{len(ads)}", languages, recipe, draw)
    draw.shuffle(ads)
    return ads[: recipe.ads]


def _actor(name: str, languages: dict[str, Language], recipe: Recipe, draw: random.Random) -> list[Invented]:
    """All ads of one actor: one to three texts, each posted once or, by some, many times."""
    contacts = [f"{name}-{n}" for n in range(draw.choice((1, 1, 2, 3)))]
    ads: list[Invented] = []
    for number in range(draw.choice((1, 1, 1, 2, 3))):
        language = languages[draw.choices(list(SHARES), list(SHARES.values()))[0]]
        base = language.words(max(12, int(draw.lognormvariate(4.3, 0.5))))
        passage = draw.choice(language.passages) if draw.random() < recipe.boilerplate else []
        before = draw.random() < 0.5
        for copy in range(1 if draw.random() < 0.7 else min(60, 2 + int(draw.expovariate(0.2)))):
            words = _edited(base, language, draw.uniform(0.02, recipe.edit) if copy else 0.0, draw)
            words = passage + words if before else words + passage
            shown = (draw.choice(contacts), contacts[0])  # the first one in every ad holds the actor together
            ads.append(
                Invented(
                    key=f"{name}-{number}-{copy}",
                    text=language.text(words),
                    cluster=f"{name}-{number}",
                    contacts=tuple(dict.fromkeys((*shown, *_hub(recipe, draw)))),
                    actor=name,
                )
            )
    return ads


def _hub(recipe: Recipe, draw: random.Random) -> tuple[str, ...]:
    return (f"hub-{draw.randrange(3)}",) if draw.random() < recipe.hubs else ()


def _edited(base: list[str], language: Language, strength: float, draw: random.Random) -> list[str]:
    words = list(base)
    for place in draw.sample(range(len(words)), min(5, len(words) // 8)):
        words[place] = str(draw.randint(18, 300)) if draw.random() < 0.5 else language.words(1)[0]
    if strength and draw.random() < 0.2:
        words = words[len(words) // 2 :] + words[: len(words) // 2]
    return [new for word in words for new in _touched(word, language, strength, draw)]


def _touched(word: str, language: Language, strength: float, draw: random.Random) -> list[str]:
    if draw.random() >= strength:
        return [word]
    return draw.choice(([], language.words(1), [word, *language.words(1)]))
