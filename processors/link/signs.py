"""What holds for a cluster or an actor as a whole: the link indicators, each a small pure function of its traces.

Counts, not verdicts: agencies, chains and helplines show many of these too. Whether an indicator is scored, and how, is
the catalogue's business. Those that an ad shows against all ads of its place or time are in norms.py and surges.py.
"""

from collections.abc import Callable, Sequence

from processors.link.records import Actor, Cluster
from processors.link.sign import Sign
from processors.link.signs_of_contacts import (
    adult_and_job,
    external_site,
    kinds_bridged,
    many_ads,
    organ_and_job,
    several_sources,
    travel_and_adult,
    unrelated_jobs,
    volume,
)
from processors.link.signs_of_persons import conflicting, several_names, stable
from processors.link.signs_of_texts import mirrored, one_text_several_accounts, reposted_soon, template_with_slots
from processors.link.signs_of_times import circuit, rhythm

OF_CLUSTER: Sequence[Callable[[Cluster], Sign | None]] = (
    template_with_slots, one_text_several_accounts, mirrored, reposted_soon,
)  # fmt: skip
OF_ACTOR: Sequence[Callable[[Actor], Sign | None]] = (
    many_ads, several_sources, several_names, conflicting, circuit, volume, rhythm, unrelated_jobs,
    kinds_bridged, adult_and_job, organ_and_job, travel_and_adult, external_site, stable,
)  # fmt: skip

# Of more than weak strength by the catalogue: with one of these an older ad often gets another band, for which alerts
# wait. SX-04 is of such strength too, but comes with NW-03 or after it and moves one ad in twenty to another band.
WEIGHTY = frozenset({"NW-08", "OR-06", "ST-05", "SX-02", "SX-13", "SX-23", "SX-25"})


def signs_of_cluster(cluster: Cluster) -> tuple[Sign, ...]:
    """What holds for a cluster."""
    return tuple(sign for rule in OF_CLUSTER if (sign := rule(cluster))) if cluster.size > 1 else ()


def signs_of_actor(actor: Actor) -> tuple[Sign, ...]:
    """What holds for an actor."""
    return tuple(sign for rule in OF_ACTOR if (sign := rule(actor))) if actor.ads > 1 else ()
