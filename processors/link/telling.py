"""The linked ad as it goes out, and older ads that go out again because what links them has changed."""

from collections.abc import Iterable, Sequence

import structlog
from msgspec.structs import replace

from processors.errors import StageStoppedError
from processors.link.hubs import ALONGSIDE, MAX_LISTED, REASONS
from processors.link.intake import contact_key
from processors.link.records import Kept
from processors.link.sign import Sign
from processors.link.standing import Standings
from processors.link.tables import State, number_key
from processors.link.traces import reposted, trace_of
from processors.logs import described
from schemas.ad import Link, LinkedAd
from schemas.finding import Finding
from schemas.finding import State as Stated

DETECTOR = "link"

log = structlog.get_logger()


def told(kept: Kept, standings: Standings, state: State) -> LinkedAd:
    """The ad with its cluster, its actor and their findings as they are now. Its revision is left as it is."""
    cluster, shown = standings.of_cluster(kept.cluster)
    actor, done = standings.of_actor(kept.contacts)
    its_contacts = set(actor.contacts) if actor and actor.ads > 1 else set()
    may_link = _contacts(kept)
    sharing = [(token, contact) for token, contact in may_link if contact in its_contacts]
    shared = tuple(token for token, _ in sharing)
    history = kept.ad.history
    if not history.repost_of and any(trace.left_ms for trace in cluster.traces):
        history = replace(history, repost_of=reposted(trace_of(kept), cluster.traces))
    near = tuple(link for link in kept.ad.links if link.kind == "near_duplicate")
    return replace(
        kept.ad,
        findings=(
            *kept.ad.findings[: kept.own],
            *(finding_of(sign, kept.ad.ad_id, ()) for sign in shown),
            *(finding_of(sign, kept.ad.ad_id, shared) for sign in done),
            *_caveats(kept, may_link, state),
        ),
        cluster=cluster.id,
        cluster_size=cluster.size,
        actor=actor.id if actor else None,
        actor_ads=actor.ads if actor else 0,
        actor_sources=actor.sources if actor else (),
        history=history,
        links=(*near, *(standings.link_by(token, contact) for token, contact in sharing), *_forced(kept, state)),
    )


def _contacts(kept: Kept) -> list[tuple[str, bytes]]:
    """The ad's contacts that may link, as token and as key."""
    if kept.listed > MAX_LISTED:
        return []
    pairs = [(token, contact_key(token)) for token in kept.tokens]
    return [pair for pair in pairs if pair[1] in kept.contacts]


def finding_of(sign: Sign, ad_id: str, shared: Sequence[str]) -> Finding:
    """The finding of one ad by a sign: the other ads that show it, and the contacts they share."""
    return Finding(
        indicator=sign.indicator,
        state=Stated.PRESENT,
        detector=DETECTOR,
        evidence=(*[other for other in sign.ads if other != ad_id], *shared),
        note=sign.note,
    )


def _caveats(kept: Kept, may_link: Sequence[tuple[str, bytes]], state: State) -> tuple[Finding, ...]:
    """Why contacts of the ad link nothing, if so: said under NW-01, as not stated."""
    if kept.listed > MAX_LISTED:
        return (_unlinked(f"the ad lists {kept.listed} contacts, like a directory, so they link nothing", ()),)
    hubs: dict[str, list[str]] = {}
    for token, contact in may_link:
        if (use := state.contacts.get(contact)) and use.hub:
            hubs.setdefault(use.why or ALONGSIDE, []).append(token)
    cut = [token for token in kept.tokens if kept.cut and contact_key(token) in kept.cut]
    return (
        *(_unlinked(REASONS[why], tuple(tokens)) for why, tokens in sorted(hubs.items())),
        *((_unlinked("an analyst decided that this contact does not link this ad", tuple(cut)),) if cut else ()),
    )


def _forced(kept: Kept, state: State) -> list[Link]:
    """The links that analysts forced."""
    decided = [state.tx.get("forced", key) for key in kept.forced]
    return [Link(kind="forced", evidence=name.decode(), strength=1.0) for name in decided if name]


def _unlinked(note: str, tokens: tuple[str, ...]) -> Finding:
    return Finding(indicator="NW-01", state=Stated.NOT_STATED, detector=DETECTOR, evidence=tokens, note=note)


def tell_again(numbers: Iterable[int], standings: Standings, state: State) -> list[LinkedAd]:
    """Those of these ads that changed, as they are now, each with a higher revision so that it wins. One that cannot be
    told, though the state is whole, is passed over: it would hold up all behind it for ever."""
    again = []
    for number in dict.fromkeys(numbers):
        kept = state.ad(number)
        try:
            now = told(kept, standings, state)
        except StageStoppedError:
            raise
        except Exception as error:
            log.error("not_told_again", ad_id=kept.ad.ad_id, error=described(error))
            continue
        if now != kept.ad:
            now = replace(now, revision=now.revision + 1)
            state.ads.put(number_key(number), replace(kept, ad=now))
            again.append(now)
    return again
