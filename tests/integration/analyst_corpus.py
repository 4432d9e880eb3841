"""A small corpus of which every analyst's question has a known answer. Invented throughout."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from schemas.ad import History, MaskedText, ScoredAd, TextFacts
from schemas.base import SourceFamily
from schemas.finding import Finding, State
from schemas.mention import Contact, Mention, MentionKind, Place, Price
from schemas.score import Band, Score
from tests.factories import scored_ad

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLACES = {
    "Lyon": Place(id="geonames:2996944", name="Lyon", country="FR", latitude=45.75, longitude=4.85),
    "Villeurbanne": Place(id="geonames:2968254", name="Villeurbanne", country="FR", latitude=45.77, longitude=4.88),
    "Paris": Place(id="geonames:2988507", name="Paris", country="FR", latitude=48.85, longitude=2.35),
    "Madrid": Place(id="geonames:3117735", name="Madrid", country="ES", latitude=40.42, longitude=-3.70),
    "Torino": Place(id="geonames:3165524", name="Torino", country="IT", latitude=45.07, longitude=7.69),
}
_SPAN: dict[str, Any] = {"start": 0, "end": 1, "surface": "x", "detector": "test"}


def ad(name: str, days_ago: float, place: str, actor: str, cluster: str, **more: Any) -> ScoredAd:
    """One ad of a job board about a place, seen so many days ago; `price` in EUR an hour, `text` in `language`."""
    seen, price, language = NOW - timedelta(days=days_ago), more.pop("price", None), more.pop("language", "en")
    title, text, indicators = more.pop("title", "An ad"), more.pop("text", ""), more.pop("indicators", ())
    mentions = [Mention(kind=MentionKind.PLACE, value=place, place=PLACES[place], **_SPAN)]
    if price is not None:
        stated = Price(amount=str(price), currency="EUR", per="hour")
        mentions.append(Mention(kind=MentionKind.PRICE, value=str(price), price=stated, **_SPAN))
    return scored_ad(
        **{
            "ad_id": name, "key": name, "observed_at": seen, "actor": actor, "cluster": cluster,
            "masked": MaskedText(title=title, body=text),
            "facts": TextFacts(language=language, supported=True, words=10),
            "contacts": (Contact(kind=MentionKind.PHONE, token=f"phone-{actor}"),),
            "mentions": tuple(mentions),
            "findings": tuple(Finding(indicator=each, state=State.PRESENT) for each in indicators),
            "history": History(first_seen=seen, last_seen=seen), "score": Score(band=Band.LOW), **more,
        }
    )  # fmt: skip


SERVICE = {"source_family": SourceFamily.ADULT_SERVICES, "source": "demo_feed"}
FARM = "Seasonal pickers wanted. Housing is provided near the fields, transport every morning, meals in the evening."
TOLD = (
    # one actor in three countries, within ten days
    ad("m1", 9, "Lyon", "mover", "tour", text="Visiting for some days."),
    ad("m2", 5, "Madrid", "mover", "tour", text="Visiting for some days."),
    ad("m3", 1, "Torino", "mover", "tour", text="Visiting for some days."),
    # one template in two places, of two actors, new this week; an indicator
    ad("t1", 3, "Lyon", "farm1", "farm", text=FARM, indicators=("LB-08",), price=11),
    ad("t2", 2, "Paris", "farm2", "farm", text=FARM + " Call [phone-farm2].", indicators=("LB-08",), price=12),
    # a template that is old, with an ad of this week
    ad("o1", 40, "Villeurbanne", "old", "old", text="Waiter wanted, evenings.", indicators=("LB-08",), price=12.5),
    ad("o2", 2, "Villeurbanne", "old", "old", text="Waiter wanted, evenings.", price=13),
    # an actor with ads of both kinds
    ad("b1", 20, "Paris", "bridge", "b-job", text="Hostess wanted, tickets paid in advance."),
    ad("b2", 4, "Paris", "bridge", "b-service", text="Massage in the city.", **SERVICE),
    # far below the norm of prices in France
    ad("p1", 6, "Lyon", "cheap", "cheap", text="Cleaner, night-shift.", price=3),
    # words in other languages
    ad("w1", 6, "Paris", "fr1", "fr1", language="fr", title="Serveuse",
       text="Un logement est compris, les frais du voyage sont à votre charge. Été à la mer."),
    ad("w2", 6, "Madrid", "es1", "es1", language="es", text="Ofrecemos alojamiento y habitaciones cerca del campo."),
)  # fmt: skip
CLUSTERS, ACTORS = (Counter(getattr(each, kind) for each in TOLD) for kind in ("cluster", "actor"))
ADS = tuple(replace(each, cluster_size=CLUSTERS[each.cluster], actor_ads=ACTORS[each.actor]) for each in TOLD)
