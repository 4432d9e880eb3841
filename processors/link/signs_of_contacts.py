"""What the ads of one actor, joined by contacts, show in numbers and in kinds."""

from processors.link.forms import ADULT, JOB, ORGAN, TRAVEL
from processors.link.intake import is_address
from processors.link.records import Actor
from processors.link.sign import Sign, listed, sign

MANY_ADS = 3
VOLUME_ADS, VOLUME_PLACES = 10, 5
UNRELATED_JOBS = 4
SITE_ADS = 3


def many_ads(actor: Actor) -> Sign | None:
    """NW-01: one contact in many ads; those that mirror one another on several sites count once."""
    if actor.listings < MANY_ADS:
        return None
    return sign("NW-01", actor.traces, f"{actor.listings} ads share contacts")


def several_sources(actor: Actor) -> Sign | None:
    """NW-02: one contact on several sources."""
    if len(actor.sources) < 2:
        return None
    return sign("NW-02", actor.traces, f"ads of {len(actor.sources)} sources share contacts: {listed(actor.sources)}")


def volume(actor: Actor) -> Sign | None:
    """SX-14: unusually many ads in many places."""
    places = {trace.place for trace in actor.traces if trace.place}
    if actor.listings < VOLUME_ADS or len(places) < VOLUME_PLACES:
        return None
    return sign("SX-14", actor.traces, f"{actor.listings} ads in at least {len(places)} places share contacts")


def unrelated_jobs(actor: Actor) -> Sign | None:
    """LB-26: one contact posts many unrelated jobs, that is, job ads with different texts."""
    newest = {trace.cluster: trace for trace in actor.traces if trace.form == JOB}
    if len(newest) < UNRELATED_JOBS:
        return None
    return sign("LB-26", newest.values(), f"{len(newest)} different job ads share contacts")


def external_site(actor: Actor) -> Sign | None:
    """SX-20: several different adult ads point to one site."""
    traces = [trace for trace in actor.traces if trace.form != JOB and any(map(is_address, trace.contacts))]
    counts = {
        contact: [trace for trace in traces if contact in trace.contacts]
        for contact in {each for trace in traces for each in trace.contacts if is_address(each)}
    }
    most = max(counts.values(), key=lambda found: (len(found), found[-1].number), default=[])
    if len({trace.listing for trace in most}) < SITE_ADS:
        return None
    return sign("SX-20", most, f"{len(most)} ads point to one site")


def kinds_bridged(actor: Actor) -> Sign | None:
    """NW-08: one contact in ads of several kinds."""
    return _bridge("NW-08", actor, {trace.form for trace in actor.traces if trace.form})


def adult_and_job(actor: Actor) -> Sign | None:
    """SX-25: one contact in adult ads and in job ads."""
    return _bridge("SX-25", actor, {ADULT, JOB})


def organ_and_job(actor: Actor) -> Sign | None:
    """OR-06: one contact in organ ads and in job ads."""
    return _bridge("OR-06", actor, {ORGAN, JOB})


def travel_and_adult(actor: Actor) -> Sign | None:
    """ST-05: one contact in travel ads and in adult ads."""
    return _bridge("ST-05", actor, {TRAVEL, ADULT})


def _bridge(indicator: str, actor: Actor, forms: set[str]) -> Sign | None:
    found = [trace for trace in actor.traces if trace.form in forms]
    if len(forms) < 2 or {trace.form for trace in found} != forms:
        return None
    return sign(indicator, found, f"one contact in ads of different kinds: {listed(sorted(forms))}")
