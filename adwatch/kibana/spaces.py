"""The spaces, and the roles of people in them. No role reaches the vault: that is what `adwatch vault` is for.

A subscription-free Elasticsearch knows rights on whole indices and no finer, so what a role must not see is in no index
that it may read.
"""

from dataclasses import dataclass
from typing import Any, Literal

from adwatch.kibana.boards import DASHBOARDS
from adwatch.kibana.boards.figures import PUBLIC
from adwatch.kibana.boards.health import HEALTH
from adwatch.kibana.listings import CLOSED_ALERTS, LISTINGS
from adwatch.kibana.model import Space
from adwatch.kibana.views import ALERTS_VIEW, CRAWLS_VIEW, FIGURES_VIEW, SIGHTINGS_VIEW, VIEWS

WORK = Space(
    "adwatch",
    "adwatch",
    "Ads, actors, templates and alerts: for people who look into them.",
    VIEWS,
    DASHBOARDS,
    LISTINGS,
)
OVERSIGHT = Space(
    "adwatch-oversight",
    "adwatch oversight",
    "Whether the system does what it should: crawls, closed alerts, public figures. No ads.",
    (ALERTS_VIEW, CRAWLS_VIEW, SIGHTINGS_VIEW, FIGURES_VIEW),
    (HEALTH, PUBLIC),
    (CLOSED_ALERTS,),
)
RESEARCH = Space(
    "adwatch-research",
    "adwatch research",
    "Public figures: aggregates without small cells, and nothing else.",
    (FIGURES_VIEW,),
    (PUBLIC,),
)
SPACES = (WORK, OVERSIGHT, RESEARCH)

Access = Literal["read", "all"]
FEATURES = ("discover", "dashboard", "visualize", "maps")


@dataclass(frozen=True)
class Role:
    """What people of a kind may read, in which space, and whether they may keep searches of their own there."""

    name: str
    space: Space
    kinds: tuple[str, ...]  # of documents
    access: Access = "read"

    def body(self, prefix: str) -> dict[str, Any]:
        """The role as `PUT /api/security/role/NAME` takes it."""
        indices = [
            {"names": [f"{prefix}-{kind}*" for kind in self.kinds], "privileges": ["read", "view_index_metadata"]}
        ]
        return {
            "elasticsearch": {"cluster": [], "indices": indices, "run_as": []},
            "kibana": [{"base": [], "feature": {name: [self.access] for name in FEATURES}, "spaces": [self.space.id]}],
        }


ROLES = (
    Role("adwatch-analyst", WORK, ("ads", "clusters", "actors", "alerts", "crawls", "sightings", "figures"), "all"),
    Role("adwatch-reviewer", WORK, ("ads", "clusters", "actors", "alerts")),
    Role("adwatch-investigator", WORK, ("ads", "clusters", "actors", "alerts"), "all"),
    Role("adwatch-auditor", OVERSIGHT, ("alerts", "crawls", "sightings", "figures")),
    # Findings in the children's lane are in no index at all; the officer sees whether sources are read.
    Role("adwatch-child-safety-officer", OVERSIGHT, ("crawls", "sightings")),
    Role("adwatch-researcher", RESEARCH, ("figures",)),
)
