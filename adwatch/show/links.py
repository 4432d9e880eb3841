"""What links the ads: contacts, as tokens, with the ads and days behind them; and templates, which are leads only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from adwatch.show.html import table
from processors.index.document import AdDocument

MOST = 60  # rows


class Behind(NamedTuple):
    """The ads behind something they have in common."""

    ads: int
    sources: int
    first: datetime
    last: datetime
    strength: float


def contacts_table(ads: Sequence[AdDocument]) -> str:
    """The contacts, those of most ads first. Strength is 1 where no other contacts meet by this one alone."""
    having: defaultdict[str, list[AdDocument]] = defaultdict(list)
    strength: dict[str, float] = {}
    for ad in ads:
        linking = (link.evidence for link in ad.links if link.kind == "contact")
        for token in {*(contact.token for contact in ad.contacts), *linking}:
            having[token].append(ad)
        strength |= {link.evidence: link.strength for link in ad.links if link.kind == "contact"}
    behind = {token: _behind(found, strength.get(token, 0.0)) for token, found in having.items()}
    ranked = sorted(behind.items(), key=lambda item: (-item[1].ads, item[0]))[:MOST]
    rows = [
        (
            token,
            each.ads,
            each.sources,
            _day(each.first),
            _day(each.last),
            f"{each.strength:.2f}" if each.strength else "-",
        )
        for token, each in ranked
    ]
    return table(("contact", "ads", "sources", "first seen", "last seen", "strength of the link"), rows)


def forced_table(ads: Sequence[AdDocument]) -> str:
    """The links that analysts forced."""
    rows = [(ad.ad_id, link.evidence) for ad in ads for link in ad.links if link.kind == "forced"]
    return table(("ad", "decision: see adwatch link list"), rows[:MOST])


def leads_table(ads: Sequence[AdDocument]) -> str:
    """Other actors whose ads are copies of the same texts."""
    by_actor: defaultdict[str, list[AdDocument]] = defaultdict(list)
    for ad in ads:
        by_actor[ad.actor or "(no contact)"].append(ad)
    rows = [
        (actor, len(found), len({ad.cluster for ad in found}), _day(found[0].first_seen), _day(found[-1].last_seen))
        for actor, found in sorted(by_actor.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return table(("actor", "ads", "texts in common", "first seen", "last seen"), rows[:MOST])


def findings_table(ads: Sequence[AdDocument]) -> str:
    """What the link stage found, each indicator once, as the newest ad says it."""
    found = {each.indicator: each for ad in ads for each in ad.findings if each.detector == "link"}
    rows = [(name, each.state.value, each.note, len(each.evidence)) for name, each in sorted(found.items())]
    return table(("indicator", "state", "what was found", "ads and contacts behind it"), rows)


def _behind(ads: list[AdDocument], strength: float) -> Behind:
    return Behind(
        ads=len(ads),
        sources=len({ad.source for ad in ads}),
        first=min(ad.first_seen for ad in ads),
        last=max(ad.last_seen for ad in ads),
        strength=strength,
    )


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
