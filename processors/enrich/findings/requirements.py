"""Does what a job ad asks of people match the work it offers? Both ways round it may not."""

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State

MISMATCHES = (
    # the work, and what is asked of people; the sentence for reviewers
    ("qualified_job", "no_experience", "Work that needs a qualification, and none is asked for."),
    ("simple_job", "desk_demands", "Manual work, and a degree or skills of office work are asked for."),
)


def requirements_mismatch(view: View) -> Evidence | None:
    """Skilled work for anybody, or manual work for graduates and typists."""
    for work, asked, note in MISMATCHES:
        if (demands := view.present(asked)) and (offered := view.present(work)):
            return Evidence(State.PRESENT, (offered[0], demands[0]), note=note)
    return None
