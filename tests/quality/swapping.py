"""An ad with the words about who a person is swapped for others, and what is found in it then."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from processors.enrich.findings.trial import reading
from processors.score.scorer import Judge, scorer
from schemas.ad import RawAd
from schemas.finding import Finding
from simulator import InventedAd, raw_ad
from tests.factories import linked_ad
from tests.readings import catalogue, detector

KINDS = ("nationality", "ethnicity", "religion", "gender", "name")
Rows = list[list[str]]


class Judged(NamedTuple):
    """What must not change: the findings that may count or close an ad, and the score."""

    findings: tuple[tuple[str, str, int], ...]
    score: tuple[object, ...]


@cache
def rows() -> dict[str, dict[str, Rows]]:
    """Language -> kind -> rows of words that stand for each other."""
    loaded: dict[str, dict[str, Rows]] = yaml.safe_load(Path(__file__).with_name("swaps.yml").read_text("utf-8"))
    return loaded


def judged(invented: InventedAd, title: str, body: str) -> Judged:
    """The ad with this text, read in its own language and scored."""
    raw = raw_ad(invented, invented.changed_at)
    read = reading(_with(raw, title, body), invented.answer.language)
    found = [one for one in detector()(read) if _matters(one)]
    score = _judge()(linked_ad(findings=tuple(found), facts=read.facts, source_family=raw.source_family))
    return Judged(
        tuple((one.indicator, one.state.value, len(one.spans)) for one in found),
        (score.band, score.value, score.dimensions, score.unknowns, score.changes),
    )


def swapped(text: str, language: str, kind: str, persons: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The text with every word of a kind replaced by the next one of its row."""
    table = {person: names[(names.index(person) + 1) % len(names)] for person in persons} if kind == "name" else {}
    for row in rows()[language].get(kind, ()):
        table.update(zip(row, row[1:] + row[:1], strict=True))
    if not table:
        return text
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, table))})(?!\w)", re.IGNORECASE)
    lower = {word.lower(): other for word, other in table.items()}
    return pattern.sub(lambda found: _cased(found[0], lower[found[0].lower()]), text)


def sprinkled(text: str, language: str, last: bool) -> str:
    """The text with words of each kind but names before every line, the first or the last of each row: two such texts
    differ in nothing but who they are about. Inside a line they would come between a contact and the word before it."""
    chosen = " ".join(row[-1 if last else 0] for kind in KINDS[:-1] for row in rows()[language][kind][:2])
    return "\n".join(f"{chosen} {line}" for line in text.split("\n"))


def _cased(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _matters(finding: Finding) -> bool:
    one = catalogue().indicators[finding.indicator]
    return one.is_counted or one.children_lane


def _with(raw: RawAd, title: str, body: str) -> RawAd:
    values = {name: getattr(raw, name) for name in raw.__struct_fields__}
    return RawAd(**{**values, "title": title, "body": body})


@cache
def _judge() -> Judge:
    return scorer(catalogue())
