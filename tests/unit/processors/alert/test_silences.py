"""Silences: what they cover, how they are taken back, and that an alert they cover is raised all the same."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from processors.alert import load_assistance, process
from processors.alert.silences import Silence, Silences, silenced_by
from processors.stage import Emit
from processors.state import MemoryTransaction
from processors.yaml_file import FileError
from schemas.alert import Alert
from tests.factories import NOON
from tests.unit.processors.alert.tables import ad, rule

HOUR = timedelta(hours=1)
HELP = load_assistance(Path(__file__).parents[4] / "catalogue" / "assistance")


def silence(**said: object) -> Silence:
    plain = {"id": "si-1", "rule": "demo_any", "start": NOON, "end": NOON + HOUR, "reason": "a move", "by": "somebody"}
    return Silence(**{**plain, **said})  # type: ignore[arg-type]


# what                           silence                     rule, key, hours after its start    covered
CASES = [
    ("its rule", silence(), "demo_any", "a", 0.5, True),
    ("another rule", silence(), "other", "a", 0.5, False),
    ("every rule", silence(rule="*"), "other", "a", 0.5, True),
    ("its key", silence(key="a"), "demo_any", "a", 0.5, True),
    ("another key", silence(key="a"), "demo_any", "b", 0.5, False),
    ("its first moment", silence(), "demo_any", "a", 0, True),
    ("its end is outside", silence(), "demo_any", "a", 1, False),
    ("before it", silence(), "demo_any", "a", -0.1, False),
]


@pytest.mark.parametrize(("what", "said", "name", "key", "hours", "covered"), CASES)
def test_covers(what: str, said: Silence, name: str, key: str, hours: float, covered: bool) -> None:
    assert silenced_by([said], name, key, NOON + hours * HOUR) == ("si-1" if covered else "")


def test_a_silenced_alert_is_raised_and_says_so(tmp_path: Path) -> None:
    silences = Silences(tmp_path / "silences.jsonl")
    run, state = process([rule("any", key=["ad_id"])], HELP, silences=silences), MemoryTransaction()
    silences.add(silence())
    told = _alerts(run([ad("a/1@0"), ad("a/2@0.5"), ad("a/3@1")], state))  # type: ignore[arg-type]
    assert [alert.silenced_by for alert in told] == ["si-1", "si-1", ""]


def test_taking_it_back_holds_from_the_next_batch_on(tmp_path: Path) -> None:
    silences = Silences(tmp_path / "silences.jsonl")
    run, state = process([rule("any", key=["ad_id"])], HELP, silences=silences), MemoryTransaction()
    silences.add(silence())
    before = _alerts(run([ad("a/1@0")], state))  # type: ignore[arg-type]
    silences.add(msgspec.structs.replace(silence(), end=NOON + HOUR / 4, ends=True))
    after = _alerts(run([ad("a/2@0.2"), ad("a/3@0.5")], state))  # type: ignore[arg-type]
    assert [alert.silenced_by for alert in [*before, *after]] == ["si-1", "si-1", ""]
    assert [line.ends for line in silences.lines()] == [False, True]


def test_a_half_written_line_is_passed_over(tmp_path: Path) -> None:
    silences = Silences(tmp_path / "silences.jsonl")
    silences.add(silence())
    with (tmp_path / "silences.jsonl").open("ab") as file:
        file.write(b'{"id":"si-2","ru')
    assert [each.id for each in silences.read()] == ["si-1"]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    silences = Silences(tmp_path / "silences.jsonl")
    silences.add(silence())
    with (tmp_path / "silences.jsonl").open("ab") as file:
        file.write(b"nonsense\n")
    with pytest.raises(FileError, match=r"silences\.jsonl:2: no silence"):
        silences.read()


def _alerts(outcomes: list[object]) -> list[Alert]:
    emitted = [record for one in outcomes if isinstance(one, Emit) for _, record in one.outputs]
    return [record for record in emitted if isinstance(record, Alert)]
