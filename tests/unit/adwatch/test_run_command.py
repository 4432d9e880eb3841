"""`adwatch run`: of which stages there may be several processes."""

import pytest

from adwatch.commands.run import named, run
from adwatch.errors import KnownError


@pytest.mark.parametrize(
    ("processes", "says"),
    [
        ('{"link": 2}', "keeps state: link"),
        ('{"all": 2}', "keeps state: link, alert"),
        ('{"enrch": 2}', "no such stage: enrch"),
        ('{"enrich": 0}', "run.processes.enrich"),
    ],
)
def test_processes_that_cannot_be_are_refused_before_anything_starts(
    processes: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADWATCH_RUN__PROCESSES", processes)
    with pytest.raises(KnownError, match=says):
        run(["all"], None)


def test_stages_come_in_the_order_of_the_pipeline() -> None:
    assert [stage.name for stage in named(["link", "enrich"])] == ["enrich", "link"]
