"""When summaries are made: once nothing comes, after a while or with many groups at the latest. None is forgotten."""

import pytest
from structlog.testing import capture_logs

from processors.index.client import connect
from processors.index.names import ACTORS, CLUSTERS
from processors.index.owed import MOST, WAIT_S, Outage, Turn, key, owe, owes, settle
from processors.settings import SearchSettings
from processors.stage import Reject, Retry
from processors.state import MemoryTransaction

CASES: dict[str, tuple[list[tuple[float, int | None]], list[bool]]] = {  # (at, groups of the news or None), is it time?
    "what was owed at the start": ([(0, None)], [True]),
    "one ad, then nothing": ([(0, 2), (0.5, None), (1, None)], [False, False, True]),
    "ads all the time": (
        [(0, 2), (0.5, None), (0.6, 2), (1, None), (1.1, 2), (WAIT_S, 1)],
        [False, False, False, False, False, True],
    ),
    "an empty batch after long": ([(0, 2), (WAIT_S, None)], [False, True]),
    "sightings only": ([(0, 0), (WAIT_S, 0)], [False, False]),
    "many groups": ([(0, MOST - 1), (0.1, 1)], [False, True]),
}


@pytest.mark.parametrize("case", CASES)
def test_when_it_is_time(case: str) -> None:
    told, times = CASES[case]
    clock = [0.0]
    turn, found = Turn(lambda: clock[0]), []
    for clock[0], groups in told:
        found.append(turn.nothing_new() if groups is None else turn.news(groups))
    assert found == times


def test_time_begins_anew_when_the_summaries_are_written_and_only_then() -> None:
    clock = [0.0]
    turn = Turn(lambda: clock[0])
    turn.news(1)
    clock[0] = WAIT_S
    assert turn.news(1)
    assert turn.news(0)  # they could not be written
    turn.taken()
    assert not turn.news(1)
    clock[0] = 2 * WAIT_S
    assert turn.news(0)


def test_a_group_is_owed_once_by_its_kind_and_name() -> None:
    tx = MemoryTransaction()
    assert not owes(tx)
    assert owe({CLUSTERS: ["x", "y"], ACTORS: ["x"]}, tx) == 3
    assert owe({CLUSTERS: ["x"]}, tx) == 1
    assert owes(tx)
    assert [group for _, group in tx.scan("owed")] == [b"x", b"x", b"y"]
    assert len(key(CLUSTERS, "x" * 600)) == 500


def test_an_outage_is_said_once_and_so_is_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = connect(SearchSettings(url="http://127.0.0.1:9"))
    tx, outage = MemoryTransaction(), Outage()
    owe({CLUSTERS: ["x"]}, tx)
    with capture_logs() as said:
        for _ in range(3):
            assert isinstance(settle(nobody, "of-nobody", tx, outage), Retry)
        monkeypatch.setattr("processors.index.owed.summarise", lambda *_: None)
        for _ in range(3):
            assert settle(nobody, "of-nobody", tx, outage) is None
    assert [(each["event"], each["groups"]) for each in said] == [("summaries_failed", 1), ("summaries_back", 1)]
    assert not owes(tx)


def test_a_refusal_is_said_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tx, outage = MemoryTransaction(), Outage()
    monkeypatch.setattr("processors.index.owed.summarise", lambda *_: Reject("refused_by_search"))
    with capture_logs() as said:
        for _ in range(2):
            owe({CLUSTERS: ["x"]}, tx)
            settle(connect(SearchSettings()), "of-nobody", tx, outage)
    assert [each["event"] for each in said] == ["summaries_refused"] * 2
