"""Documents for the search benchmark, made cheaply: sentences of invented ads in ever new combinations.

Contacts are tokens and places are points on a grid; how often things occur is made up, within what real corpora show:
few actors have most of the ads, most ads have one or two indicators, a tenth of all templates is used in many places.
"""

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

import simulator
from processors.fold import fold
from processors.index.bulk import Action
from processors.stems import stems
from schemas.base import SourceFamily, epoch_ms

COUNTRIES = ("FR", "BE", "ES", "IT", "DE", "GB", "RO", "PL", "NL", "CH", "PT", "AT")
CITIES = 300
DAYS = 365
INDICATORS = [f"LB-{number:02}" for number in range(1, 37)] + [f"SX-{number:02}" for number in range(1, 26)]
UNITS = ("EUR/hour", "EUR/day", "EUR/month", "GBP/hour", "CHF/hour")
FAMILIES = tuple(SourceFamily)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


class Sentence(NamedTuple):
    """A sentence in the forms that a document has."""

    said: str
    folded: str
    stemmed: str


class Corpus:
    """Documents of a size, the same for the same seed."""

    def __init__(self, documents: int, now: datetime, seed: int) -> None:
        self.documents, self.now = documents, now
        self.actors, self.clusters = max(documents // 10, 10), max(documents // 8, 10)
        self._seed = seed
        self._sentences = [Sentence(each, fold(each), stems(each, "en")) for each in _sentences(seed)]
        chance = random.Random(seed)
        self._cities = [
            (f"city {number}", COUNTRIES[number % len(COUNTRIES)], chance.uniform(37, 56), chance.uniform(-6, 24))
            for number in range(CITIES)
        ]

    def ads(self) -> Iterator[Action]:
        """Every ad, in no order of time."""
        chance = random.Random(self._seed + 1)
        for number in range(self.documents):
            document = self._ad(number, chance)
            version = epoch_ms(document["observed_at"]) * 1000
            order = {"index": {"_id": document["ad_id"], "version": version, "version_type": "external"}}
            yield Action(msgspec.json.encode(order), msgspec.json.encode(document))

    def summaries(self, field: str, counted: str, number: int) -> Iterator[Action]:
        """A summary for every actor or cluster."""
        chance = random.Random(self._seed + 2)
        for each in range(number):
            first = self.now - timedelta(days=chance.random() * DAYS)
            places = chance.sample(self._cities, chance.choice((1, 1, 1, 2, 3)))
            document = {
                field: f"{field[0]}-{each}", counted: 1, "schema_version": 1, "summarised_at": self.now,
                "ads": chance.choice((1, 1, 2, 3, 10, 40)), "first_seen": first, "last_seen": self.now,
                "elsewhere_at": first if len(places) > 1 else None,
                "families": chance.sample(FAMILIES, chance.choice((1, 1, 1, 2))), "sources": ["demo"],
                "countries": sorted({place[1] for place in places}), "places": [place[0] for place in places],
                "indicators": chance.sample(INDICATORS, 2), "languages": ["en"], "band_rank": chance.randrange(4),
            }  # fmt: skip
            yield Action(msgspec.json.encode({"index": {"_id": document[field]}}), msgspec.json.encode(document))

    def _ad(self, number: int, chance: random.Random) -> dict[str, Any]:
        at = self.now - timedelta(seconds=chance.random() * DAYS * 86_400)
        actor = int(self.actors * chance.random() ** 2)  # a few have most
        place, country, latitude, longitude = chance.choice(self._cities)
        first, *rest = chance.sample(self._sentences, 6)
        unit, amount = chance.choice(UNITS), round(chance.uniform(5, 200), 2)
        found = chance.sample(INDICATORS, chance.choice((0, 1, 1, 2, 3)))
        return {
            "schema_version": 1, "ad_id": f"ad-{number}", "source": f"source_{number % 40}",
            "source_family": FAMILIES[actor % len(FAMILIES)], "key": str(number), "observed_at": at, "posted_at": at,
            "first_seen": at, "last_seen": at, "sightings": 1, "versions": 1, "revision": 0,
            "content_hash": f"{number:032x}", "crawl_run": "run-1", "source_version": "1",
            "title": first.said[:80], "body": " ".join(each.said for each in rest),
            "search_text": " ".join(each.folded for each in (first, *rest)),
            "stems": " ".join(each.stemmed for each in (first, *rest)),
            "url": f"https://ads.example/{number}", "language": "en", "language_confidence": 0.9,
            "language_supported": True, "words": 90,
            "contacts": [{"kind": "phone", "token": f"phone-{actor}", "region": country}],
            "prices": [{"amount": amount, "currency": unit[:3], "per": unit[4:]}], "price_unit": unit,
            "price_amount": amount, "ages": [20 + number % 40], "places": [place],
            "located": [
                {"id": place, "name": place, "country": country, "point": {"lat": latitude, "lon": longitude}}
            ],
            "indicators": found, "indicators_absent": [], "indicators_contradicted": [],
            "cluster": f"c-{int(self.clusters * chance.random() ** 1.5)}", "cluster_size": 2, "actor": f"a-{actor}",
            "actor_ads": 10, "actor_sources": ["source_1"], "band": "low", "band_rank": 1,
            "score": float(len(found)), "dimensions_positive": [], "grades": ["E2"], "unknowns": INDICATORS[:12],
            "findings": [{"indicator": each, "state": "present"} for each in found], "statement": "x",
            "catalogue_version": "1",
        }  # fmt: skip


def _sentences(seed: int) -> list[str]:
    """Distinct sentences of invented ads."""
    bodies = (ad.body for ad in simulator.world(2_000, seed).ads)
    return sorted({each for body in bodies for each in _SENTENCE.split(body) if 15 < len(each) < 200})
