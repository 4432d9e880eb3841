"""The planted cases: groups of ads that a good system must find, or must leave alone."""

from collections.abc import Callable

from simulator.cases.harmless import hostile_content, hub_number, licensed_agency
from simulator.cases.recruitment import debt_recruitment, forced_criminality, under_age_work
from simulator.cases.services import bridge, city_circuit, shared_contact
from simulator.scene import Batch, Scene

# Most telling first: a small world holds only the first ones.
CASES: tuple[Callable[[Scene], Batch], ...] = (
    bridge,
    shared_contact,
    debt_recruitment,
    forced_criminality,
    under_age_work,
    hostile_content,
    city_circuit,
    licensed_agency,
    hub_number,
)

# The lawful look-alikes among them, by the name their answers carry: an alert about one is a false alarm.
LEAVE_ALONE = frozenset({"hostile_content", "hub_number", "licensed_agency"})
