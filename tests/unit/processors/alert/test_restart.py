"""Killed between two commits, and started on a new state: the same alerts, each once. The real state store."""

from collections.abc import Sequence
from pathlib import Path

from processors.alert import load_assistance, process
from processors.alert.rule import Rule
from processors.stage import Emit, StatefulProcess
from processors.state import Store
from schemas.ad import ScoredAd
from schemas.alert import Alert
from tests.unit.processors.alert.tables import ad, rule

HELP = load_assistance(Path(__file__).parents[4] / "catalogue" / "assistance")
RULES: list[Rule] = [  # type: ignore[type-arg]
    rule("any", condition='score.band == "high"', throttle={"every": "1h", "up_to": "8h"}),
    rule("frequency", count=3, window="10h"),
    rule("new_identifier"),
    rule("change", of="source"),
    rule("reappearance", after="4h"),
    rule("spike", height=2, window="4h"),
    rule("flatline", window="4h"),
]
ADS = [ad(f"{'abc'[n % 3]}/{n}@{n * 0.7 % 50:.2f}+p{n % 5}^s{n % 2}{'!' * (n % 4 == 0)}") for n in range(120)]
BATCHES = [ADS[start : start + 20] for start in range(0, len(ADS), 20)]


def told(run: StatefulProcess, store: Store, batch: Sequence[ScoredAd], commit: bool) -> list[str]:
    with store.begin() as transaction:
        outcomes = run(batch, transaction)
        if commit:
            transaction.commit({})
    emitted = [record for one in outcomes if isinstance(one, Emit) for _, record in one.outputs]
    return [record.alert_id for record in emitted if isinstance(record, Alert)]


def undisturbed(folder: Path) -> list[str]:
    run = process(RULES, HELP)
    with Store(folder) as store:
        return [alert for batch in BATCHES for alert in told(run, store, batch, commit=True)]


def test_a_batch_that_was_not_committed_is_told_again_and_nothing_else(tmp_path: Path) -> None:
    disturbed: list[str] = []
    for batch in BATCHES:
        with Store(tmp_path / "killed") as store:  # a new process each time: nothing is remembered outside the state
            lost = told(process(RULES, HELP), store, batch, commit=False)
        with Store(tmp_path / "killed") as store:
            again = told(process(RULES, HELP), store, batch, commit=True)
        assert lost == again
        disturbed += again
    assert disturbed == undisturbed(tmp_path / "whole")
    assert len(disturbed) > 20
    assert len(set(disturbed)) == len(disturbed)


def test_a_state_thrown_away_and_rebuilt_tells_the_same(tmp_path: Path) -> None:
    assert undisturbed(tmp_path / "first") == undisturbed(tmp_path / "second")


def test_a_replay_onto_the_state_tells_nothing(tmp_path: Path) -> None:
    run = process(RULES, HELP)
    with Store(tmp_path / "state") as store:
        first = [alert for batch in BATCHES for alert in told(run, store, batch, commit=True)]
        again = [alert for batch in BATCHES for alert in told(run, store, batch, commit=True)]
    assert first
    assert set(again) & set(first) == set()
