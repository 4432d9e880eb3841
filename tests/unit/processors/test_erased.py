"""Erased ads: dropped wherever they turn up, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from processors import added_lines
from processors.erased import FILE, Erased, without_erased
from processors.stage import Emit, Outcome, Reject
from schemas.forget import Order
from tests.factories import NOON, raw_ad

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
