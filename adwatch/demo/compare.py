"""What was found beside the simulator's answer sheet: contacts, clusters, planted cases."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from processors.index.document import AdDocument
from schemas.alert import Alert
from schemas.mention import CONTACT_KINDS
from schemas.tokens import TokenKeys
from simulator import InventedAd


@dataclass(frozen=True)
class Share:
    """`found` of `planted`; `invented` were found and not planted."""

    what: str
    planted: int
    found: int
    invented: int

    @property
    def recall(self) -> float:
        """Of what was planted, the share that was found; 1 where nothing was."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Of what was found, the share that was planted; 1 where nothing was found."""
        return self.found / (self.found + self.invented) if self.found + self.invented else 1.0


def contacts(answers: Mapping[str, InventedAd], found: Mapping[str, AdDocument], keys: TokenKeys) -> list[Share]:
    """Contacts per kind, compared as tokens: clear contacts have left the record by now."""
    shares = []
    planted, seen = defaultdict(set), defaultdict(set)
    for ad_id, invented in answers.items():
        for contact in (each for each in invented.answer.contacts if each.kind in CONTACT_KINDS):
            planted[contact.kind].add((ad_id, keys.token(contact.kind, contact.value)))
    for ad_id, ad in found.items():
        for given in ad.contacts:
            seen[given.kind].add((ad_id, given.token))
    for kind in sorted(planted):
        wanted = {entry for entry in planted[kind] if entry[0] in found}
        hit = wanted & seen[kind]
        shares.append(Share(kind, len(wanted), len(hit), len(seen[kind] - wanted)))
    return shares


def clusters(answers: Mapping[str, InventedAd], found: Mapping[str, AdDocument]) -> Share:
    """Pairs of ads in one cluster."""
    both = [(answers[ad_id].answer.cluster, ad.cluster) for ad_id, ad in found.items() if ad_id in answers]
    hit = _pairs(both)
    planted, seen = _pairs(true for true, _ in both), _pairs(given for _, given in both)
    return Share("near-duplicate pairs", planted, hit, seen - hit)


def _pairs(labels: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def alerted_ads(alerts: Iterable[Alert], found: Mapping[str, AdDocument]) -> frozenset[str]:
    """Ads an alert is about: those it names, and those of the cluster or actor it names. Of one that was corrected only
    the ads count that it still rests on."""
    whole = [alert for alert in alerts if alert.correction is None]
    subjects = {(alert.subject.kind, alert.subject.id) for alert in whole}
    named = {ad_id for alert in alerts for ad_id in (alert.correction or alert).ads}
    of_subjects = {ad.ad_id for ad in found.values() if {("actor", ad.actor), ("cluster", ad.cluster)} & subjects}
    return frozenset(named | of_subjects)


def cases(answers: Mapping[str, InventedAd], alerted: frozenset[str]) -> list[Share]:
    """Planted cases with at least one alert on one of their ads, per case name."""
    ads_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for ad_id, invented in answers.items():
        if invented.answer.case and invented.answer.lane == "ordinary":
            ads_of[invented.answer.case, invented.answer.actor or invented.answer.cluster].add(ad_id)
    planted = Counter(name for name, _ in ads_of)
    found = Counter(name for (name, _), ads in ads_of.items() if ads & alerted)
    return [Share(name, count, found[name], 0) for name, count in sorted(planted.items())]
