"""Names of persons in invented English and French posts: spaCy's models alone, the rules alone, both together.

The posts are the simulator's, with its disguises, emoji and capitals. Its names were known when the rules' list was
written, so the rules' own figure says little; what the model alone makes of such posts is what it is.
"""

from collections.abc import Callable
from importlib import import_module
from time import process_time

from benchmarks.line import line
from processors.enrich.gather import gather
from processors.enrich.model_names import MODELS, has_model, model_names
from processors.enrich.normalise import normalise
from processors.enrich.passage import of_text
from schemas.mention import MentionKind
from simulator import InventedAd, world

TARGET = 5.0  # points of F1 over the model alone
Read = Callable[[str, str], list[str]]


def run(ads: int, seed: int) -> int:
    """Read the posts three times and print the JSON line. Returns 2 where the models are not installed."""
    if not all(map(has_model, MODELS)):
        print("the models are not installed: install adwatch with the extra `models`")
        return 2
    posts = [ad for ad in world(ads, seed).ads if ad.answer.language in MODELS]
    ways: dict[str, Read] = {"model": _alone(), "rules": _rules, "both": _both}
    figures = {name: _figures(posts, read) for name, read in ways.items()}
    gain = 100 * (figures["both"]["f1"] - figures["model"]["f1"])
    details = {"posts": len(posts), "seed": seed, **figures}
    print(line("names", gain, "points of F1 over the model alone", TARGET, details, ("spacy",)))
    return 0


def _alone() -> Read:
    models = {language: import_module(package).load() for language, package in MODELS.items()}

    def names(text: str, language: str) -> list[str]:
        return [one.text for one in models[language](text).ents if one.label_ in ("PERSON", "PER")]

    return names


def _rules(text: str, language: str) -> list[str]:
    return [one.value for one in gather(of_text(text, language)) if one.kind is MentionKind.PERSON_NAME]


def _both(text: str, language: str) -> list[str]:
    return [*_rules(text, language), *(one.value for one in model_names(text, language))]


def _figures(posts: list[InventedAd], read: Read) -> dict[str, float]:
    """A name counts as found if one of its words is in something that was read, and that counts as right."""
    found = right = planted = everything = 0
    began = process_time()
    for ad in posts:
        text = normalise(f"{ad.title}\n{ad.body}").text
        names = {name.casefold() for name in ad.answer.persons}
        said = {one.casefold() for one in read(text, ad.answer.language)}
        right += sum(any(name in one for name in names) for one in said)
        found += sum(any(name in one for one in said) for name in names)
        planted, everything = planted + len(names), everything + len(said)
    precision, recall = right / max(everything, 1), found / max(planted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    milliseconds = 1000 * (process_time() - began) / max(len(posts), 1)
    return {
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4),
        "planted": planted, "cpu_ms_a_post": round(milliseconds, 2),
    }  # fmt: skip
