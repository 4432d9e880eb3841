"""The dashboards, a module each."""

from adwatch.kibana.boards.actors import ACTORS
from adwatch.kibana.boards.figures import PUBLIC
from adwatch.kibana.boards.health import HEALTH
from adwatch.kibana.boards.indicators import INDICATORS
from adwatch.kibana.boards.overview import OVERVIEW
from adwatch.kibana.boards.places import MAP
from adwatch.kibana.boards.triage import TRIAGE

DASHBOARDS = (OVERVIEW, TRIAGE, ACTORS, HEALTH, INDICATORS, MAP, PUBLIC)

__all__ = ["DASHBOARDS"]
