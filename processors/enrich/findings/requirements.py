"""Does what a job ad asks of people match the work it offers? Both ways round it may not."""

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State

UNQUALIFIED = "Work that needs a qualification, and none is asked for."
OVERQUALIFIED = "Manual work, and several skills of office work are asked for."
ENOUGH = 2  # one is no more than usual: waiters are asked for English, a student may pick fruit


def requirements_mismatch(view: View) -> Evidence | None:
    """Skilled work for anybody, or manual work for graduates and typists."""
    skilled, nothing = view.present("qualified_job"), view.present("no_experience")
    if skilled and nothing:
        return Evidence(State.PRESENT, (skilled[0], nothing[0]), note=UNQUALIFIED)
    manual, demands = view.present("simple_job"), view.present("desk_demands")
    asked = (*demands, *view.present("desk_languages"))
    if manual and demands and len(asked) >= ENOUGH and not skilled:  # a farm has its engineers, too
        return Evidence(State.PRESENT, (manual[0], *asked[:ENOUGH]), note=OVERQUALIFIED)
    return None
