"""Erased ads: dropped wherever they turn up, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from processors import added_lines
from processors.erased import FILE, Erased, forgetting, stripped, without_erased, without_erased_in_alerts
from processors.stage import Emit, Outcome, Reject
from processors.state import MemoryTransaction, Transaction
from schemas.alert import Alert, Correction, Subject
from schemas.forget import Order
from schemas.score import Contribution
from tests.factories import NOON, alert, raw_ad

A, B, C = (raw_ad(ad_id=name) for name in "abc")


def erase(home: Path, *ids: str, for_good: bool = True) -> None:
    added_lines.add(home / FILE, [Order(ad_id=each, at=NOON, for_good=for_good) for each in ids])


def test_a_stage_never_sees_an_erased_ad_and_answers_for_every_record(tmp_path: Path) -> None:
    seen: list[str] = []

    def process(records: Sequence[Any], *_: Any) -> list[Outcome]:
        seen.extend(record.ad_id for record in records)
        return [Reject(record.ad_id) for record in records]

    guarded = without_erased(process, tmp_path)
    assert guarded([A, B]) == [Reject("a"), Reject("b")]
    erase(tmp_path, "a", "c")
    assert guarded([A, B, C], "transaction") == [Emit(), Reject("b"), Emit()]
    assert guarded([A]) == [Emit()]
    assert guarded([]) == []
    assert seen == ["a", "b", "b"]


def test_a_batch_of_which_nothing_is_left_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    batches: list[int] = []

    def process(records: Sequence[Any], *_: Any) -> list[Outcome]:
        batches.append(len(records))
        return [Emit()] * len(records)

    erase(tmp_path, "a")
    guarded = without_erased(process, tmp_path)
    assert guarded([A, A]) == [Emit(), Emit()]
    assert guarded([]) == []
    assert batches == [0]


REASON = Contribution(
    indicator="LB-01", label="said", dimension="", strength="weak", grade="E4", weight=1.0, quotes=("q",), note="n"
)
BOTH = alert(ads=("a", "b"), reasons=(REASON,), against=(REASON,))


@pytest.mark.parametrize(
    ("given", "ads"),
    [
        (BOTH, ("b",)),
        (alert(ads=("a",)), None),
        (alert(ads=("b",)), ("b",)),
        (alert(ads=()), ()),
        (alert(ads=("a", "b"), subject=Subject(kind="ad", id="a")), None),
    ],
    ids=["with another", "alone", "another's", "of no ad", "about it"],
)
def test_an_alert_without_an_erased_ad(given: Alert, ads: tuple[str, ...] | None) -> None:
    left = stripped(given, {"a"})
    assert (None if left is None else left.ads) == ads
    assert left is None or left.ads == given.ads or not any(each.quotes or each.note for each in left.reasons)


def test_a_correction_names_no_erased_ad() -> None:
    said = Correction(id="al-1-c1", outcome="weakened", reason="hub", at=NOON, ads=("one", "two"))
    left = stripped(alert(ads=("one", "two", "three"), correction=said), {"two"})
    assert left is not None
    assert left.correction is not None
    assert (left.ads, left.correction.ads) == (("one", "three"), ("one",))
    assert stripped(alert(subject=Subject(kind="ad", id="two"), ads=("one",), correction=said), {"two"}) is None


def test_stages_of_alerts_see_them_without_erased_ads(tmp_path: Path) -> None:
    def process(alerts: Sequence[Alert], *_: Any) -> list[Outcome]:
        return [Reject(" ".join(each.ads)) for each in alerts]

    guarded = without_erased_in_alerts(process, tmp_path)
    alerts = [BOTH, alert(ads=("a",)), alert(ads=("c",))]
    assert guarded(alerts) == [Reject("a b"), Reject("a"), Reject("c")]
    erase(tmp_path, "a")
    assert guarded(alerts) == [Reject("b"), Emit(), Reject("c")]


def test_a_state_forgets_each_erased_ad_once(tmp_path: Path) -> None:
    forgotten: list[set[str]] = []

    def forget(ads: Any, _: Transaction) -> int:
        forgotten.append(set(ads))
        return 0

    transaction = MemoryTransaction()
    stage = forgetting(lambda records, _: [Emit()] * len(records), tmp_path, forget)
    assert stage([A], transaction) == [Emit()]
    erase(tmp_path, "a", "b")
    erase(tmp_path, "c", for_good=False)
    for _ in range(2):
        assert stage([], transaction) == []
    erase(tmp_path, "d")
    assert forgetting(lambda records, _: [Emit()] * len(records), tmp_path, forget)([A], transaction) == [Emit()]
    assert forgotten == [{"a", "b"}, {"d"}]


def test_only_what_is_erased_for_good_is_dropped(tmp_path: Path) -> None:
    erased = Erased(tmp_path)
    assert erased.ids() == set()
    erase(tmp_path, "a", for_good=False)
    erase(tmp_path, "b")
    assert erased.ids() == {"b"}
    erase(tmp_path, "c")
    assert erased.ids() == {"b", "c"}


def test_a_line_that_is_not_whole_waits_for_its_end(tmp_path: Path) -> None:
    erased = Erased(tmp_path)
    erase(tmp_path, "a")
    whole = (tmp_path / FILE).read_bytes()
    with (tmp_path / FILE).open("ab") as file:
        file.write(whole.replace(b'"a"', b'"b"')[:-5])
    assert erased.ids() == {"a"}
    (tmp_path / FILE).write_bytes(whole + whole.replace(b'"a"', b'"b"'))
    assert erased.ids() == {"a", "b"}
