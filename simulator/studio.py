"""Places a draft on a site: fills its slots, disguises its contacts, and writes down the answer."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from simulator import money
from simulator.advertiser import Advertiser, Advertisers
from simulator.chance import happens, pick
from simulator.draft import Draft
from simulator.phrases import bank, shared
from simulator.planting import indicators, plant
from simulator.records import Answer, InventedAd, PlantedContact
from simulator.sites import CLASSIFIEDS, JOBS

MISSING = {"price": 0.2, "place": 0.08, "contact": 0.5, "company": 0.15}  # how often a page leaves a field out
UNDATED = 0.12  # how often a page does not say when the ad was posted
PAY = {"LB-01": money.ENORMOUS, "LB-24": money.ENORMOUS, "LB-15": money.MEAGRE}


class Studio:
    """Keeps what must never repeat within a world: keys, clusters and advertisers."""

    def __init__(self, seed: int) -> None:
        self.advertisers = Advertisers(seed)
        self._seed = seed
        self._keys: dict[str, int] = {}
        self._clusters = 0

    def cluster(self) -> str:
        """The name of a new cluster."""
        self._clusters += 1
        return f"cluster-{self._clusters:05d}"

    def key(self, site: str) -> str:
        """A new key in the manner of the site; multiplying by an odd number visits every value once."""
        number = self._keys[site] = self._keys.get(site, 0) + 1
        mixed = number * 40_503 + self._seed * 7_919
        if site == CLASSIFIEDS.source:
            return str(10_000_000 + mixed % 2**26)
        return f"jx-{mixed % 2**24:06x}" if site == JOBS.source else f"p-{mixed % 2**30:07x}"

    def place(
        self,
        rng: Random,
        draft: Draft,
        advertiser: Advertiser,
        site: str,
        posted: datetime,
        *,
        cluster: str | None = None,
        case: str | None = None,
        phone_style: str | None = None,
        **slots: str,
    ) -> InventedAd:
        """One ad. `slots` sets what is otherwise drawn: city, name ...; a cluster of its own unless one is given."""
        planted = plant(rng, draft, advertiser, phone_style)
        wage = money.draw(rng, draft.kind.money, advertiser.country, _factor(draft))
        values = _values(rng, draft, advertiser, wage) | slots
        values |= {slot: contact.surface for slot, contact in planted.items()}
        return InventedAd(
            site=site,
            key=self.key(site),
            title=draft.title.format_map(values),
            body=draft.body(values),
            fields=_fields(rng, site, values, wage, planted),
            country=advertiser.country,
            posted_at=_stated(rng, site, posted),
            changed_at=posted,
            answer=Answer(
                kind=draft.kind.name,
                language=draft.language,
                cluster=cluster or self.cluster(),
                actor=advertiser.actor,
                contacts=tuple(planted.values()),
                persons=(values["name"],) if "name" in draft.slots else (),
                indicators=indicators(draft, advertiser, planted.values()),
                denied=tuple(sorted({name for line in draft.lines for name in line.denies})),
                case=case,
                lane="children" if draft.about_children else "ordinary",
            ),
        )


def _values(rng: Random, draft: Draft, advertiser: Advertiser, wage: money.Sum) -> dict[str, str]:
    phrases = bank(draft.language)
    amount = wage.text(rng, phrases)
    return {
        "city": pick(rng, phrases.cities[advertiser.country]),
        "name": pick(rng, phrases.names),
        "hubcity": pick(rng, shared()["hub_cities"]),
        "company": advertiser.company or "",
        "pay": amount,
        "price": amount,
    }


def _factor(draft: Draft) -> float:
    return next((PAY[name] for line in draft.lines for name in line.says if name in PAY), 1.0)


def _fields(
    rng: Random, site: str, values: Mapping[str, str], wage: money.Sum, planted: Mapping[str, PlantedContact]
) -> dict[str, str]:
    """What the page says beside the text, some of it left out. A disguised contact stands in the text only."""
    open_ones = [
        planted[slot].surface for slot in ("phone", "email") if slot in planted and planted[slot].style == "plain"
    ]
    fields = {
        "price": wage.structured if site == JOBS.source else values["price"],
        "place": values["city"],
        "contact": open_ones[0] if open_ones else "",
        "company": values["company"],
    }
    return {name: value for name, value in fields.items() if value and not happens(rng, MISSING[name])}


def _stated(rng: Random, site: str, posted: datetime) -> datetime | None:
    """The date of posting as the page has it: the job board states days, the others leave some out."""
    if site == JOBS.source:
        return posted.replace(hour=0, minute=0)
    return None if happens(rng, UNDATED) else posted
