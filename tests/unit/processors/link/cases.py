"""Invented ads for the tests of linking, read as far as linking needs it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from pydantic import SecretStr

from processors.enrich.signature import signature
from processors.link import Given, build
from processors.link.refresh import anything_due
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit, StatefulProcess
from processors.state import MemoryTransaction, Transaction
from schemas import ids
from schemas.ad import EnrichedAd, LinkedAd, MaskedText
from schemas.base import Record, SourceFamily
from schemas.events import ActorMerged
from schemas.finding import Finding, State
from schemas.mention import Mention, MentionKind, Price
from schemas.sighting import AdSighting, AdVanished, Seen
from tests.factories import NOON

SETTINGS = ProcessorSettings(secrets=SecretSettings(token_key=SecretStr("a key for tests")))
TABLES = (
    "numbers", "ads", "ads_rest", "texts", "clusters", "postings", "members",
    "actors", "contacts", "contact_ads", "edges", "counts", "waiting", "waiting_queue",
    "norms", "offers", "due", "due_queue", "decided", "forced",
)  # fmt: skip

FARM = (
    "Pickers wanted for the apple harvest near the old mill. We offer a bed in a shared house, a bus to the orchard "
    "each morning and a warm meal at noon. Bring boots and rain clothes. The season ends with the first frost."
)
SHOP = (
    "Quiet shop on the market square looks for someone to sell bread and cakes on weekends. You count the till in the "
    "evening and keep the window tidy. Training is given by the owner, who has baked here for thirty years."
)
SOFA = (
    "For sale is a green sofa with three seats, bought two summers ago, used by one careful reader. The left cushion "
    "has a small stain that nobody sees. Pick it up yourself, stairs are narrow, a friend with strong arms helps."
)
RULES = (
    "All offers on this board are free of charge for readers. The publisher is not a party to any agreement and does "
    "not check the identity of advertisers. Report what looks wrong with the button below. Never send money in "
    "advance, and meet in a public place."
)


def mention(kind: MentionKind, value: str, token: str | None = None) -> Mention:
    return Mention(kind=kind, value=value, start=0, end=1, surface=value, detector="test", token=token)


def _price(amount: str) -> Mention:
    price = Price(amount=amount, currency="EUR", per="hour")
    return replace(mention(MentionKind.PRICE, f"{amount} EUR/hour"), price=price)


def ad(
    key: str,
    text: str = FARM,
    *,
    phones: Sequence[str] = (),
    handles: Sequence[str] = (),
    names: Sequence[str] = (),
    place: str = "",
    age: str = "",
    price: str = "",
    sites: Sequence[str] = (),
    posted: datetime | None = None,
    source: str = "one",
    family: SourceFamily = SourceFamily.CLASSIFIEDS,
    indicators: Sequence[str] = (),
    at: datetime = NOON,
    minutes: int = 0,
) -> EnrichedAd:
    """An ad as the enrich stage hands it over; contacts are "1", "2" ... and stand for fictional numbers."""
    contacts = [mention(MentionKind.PHONE, f"+447700900{phone:0>3}", f"phone-{phone}") for phone in phones]
    contacts += [mention(MentionKind.HANDLE, f"telegram:clear_{handle}", f"handle-{handle}") for handle in handles]
    people = [mention(MentionKind.PERSON_NAME, name) for name in names]
    places = [mention(MentionKind.PLACE, place)] if place else []
    places += [mention(MentionKind.AGE, age)] if age else []
    places += [_price(price)] if price else []
    places += [mention(MentionKind.URL, f"http://{site}") for site in sites]
    values, shingles = signature(text)
    return EnrichedAd(
        ad_id=ids.ad_id(source, key),
        source=source,
        source_family=family,
        key=key,
        observed_at=at + timedelta(minutes=minutes),
        posted_at=posted,
        content_hash=ids.content_hash((text,)),
        url=f"https://{source}.example/{key}",
        title="clear title",
        body=f"clear {text}",
        masked=MaskedText(title="masked", body=text),
        mentions=(*contacts, *people, *places),
        findings=tuple(Finding(indicator=name, state=State.PRESENT) for name in indicators),
        signature=values,
        shingles=shingles,
    )


@cache
def _built(home: Path | None) -> StatefulProcess:
    """The process of an installation; it holds nothing of the ads it was given."""
    settings = SETTINGS.model_copy(update={"home": home}) if home else SETTINGS
    return build(settings, now=NOON.timestamp)


class Links:
    """The stage over a state in memory; `latest` holds each ad as it was last told."""

    def __init__(self, tx: Transaction | None = None, home: Path | None = None) -> None:
        self.tx = tx or MemoryTransaction()
        self.latest: dict[str, LinkedAd] = {}
        self.merges: list[ActorMerged] = []
        self.events: list[Record] = []
        self._process = _built(home)

    def add(self, *ads: Given) -> list[list[LinkedAd]]:
        """Link these ads in one batch; for each the ads it told, itself first."""
        told = []
        for outcome in self._process(ads, self.tx):
            assert isinstance(outcome, Emit)
            records = [record for _, record in outcome.outputs]
            self.merges += [record for record in records if isinstance(record, ActorMerged)]
            self.events += [record for record in records if not isinstance(record, LinkedAd)]
            told.append([record for record in records if isinstance(record, LinkedAd)])
            for linked in told[-1]:
                self._take(linked)
        return told

    def rest(self) -> list[Record]:
        """All that is put out while no ads come: decisions are followed, and what is in line is told again."""
        records: list[Record] = []
        while True:
            for outcome in self._process((), self.tx):
                assert isinstance(outcome, Emit)
                records += [record for _, record in outcome.outputs]
            if not anything_due(self.tx):
                break
        for record in records:
            if isinstance(record, LinkedAd):
                self._take(record)
        return records

    def _take(self, linked: LinkedAd) -> None:
        """A document store keeps the higher version, so whatever changed must have one."""
        last = self.latest.get(linked.ad_id)
        assert last is None or last == linked or last.version < linked.version
        self.latest[linked.ad_id] = linked

    def of(self, enriched: EnrichedAd) -> LinkedAd:
        """How an ad stands now."""
        return self.latest[enriched.ad_id]

    def clusters(self, ads: Iterable[EnrichedAd]) -> int:
        """How many clusters these ads are in."""
        return len({self.of(one).cluster for one in ads})

    def actors(self, ads: Iterable[EnrichedAd]) -> int:
        """How many actors these ads are at."""
        return len({self.of(one).actor for one in ads})

    def findings(self, enriched: EnrichedAd) -> dict[str, Finding]:
        """The link findings of an ad, by indicator."""
        return {found.indicator: found for found in self.of(enriched).findings if found.detector == "link"}


def seen(one: EnrichedAd, minutes: int, kind: Seen = Seen.UNCHANGED) -> AdSighting:
    """A crawl saw the ad so many minutes after noon, with the text it has."""
    return AdSighting(
        ad_id=one.ad_id,
        source=one.source,
        source_family=one.source_family,
        crawl_run=f"run {minutes}",
        observed_at=NOON + timedelta(minutes=minutes),
        seen=kind,
        content_hash=one.content_hash,
        first_seen=one.observed_at,
    )


def gone(one: EnrichedAd, minutes: int, last: int) -> AdVanished:
    """A crawl of the whole source missed the ad so many minutes after noon; it was last seen at `last`."""
    return AdVanished(
        ad_id=one.ad_id,
        source=one.source,
        source_family=one.source_family,
        crawl_run=f"run {minutes}",
        observed_at=NOON + timedelta(minutes=minutes),
        first_seen=one.observed_at,
        last_seen=NOON + timedelta(minutes=last),
    )


def dump(tx: Transaction) -> dict[str, list[tuple[bytes, bytes]]]:
    """Everything in the state."""
    return {table: list(tx.scan(table)) for table in TABLES}
