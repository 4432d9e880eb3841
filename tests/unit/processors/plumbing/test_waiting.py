"""The age of the oldest record that waits, look by look."""

import pytest

from processors.plumbing.progress import Progress
from processors.plumbing.waiting import Waiting

Step = tuple[str, float, dict[str, float] | dict[str, tuple[int, int]]]


@pytest.mark.parametrize(
    ("steps", "at", "age"),
    [
        ([], 100, 0),
        ([("look", 100, {"0": (5, 5)})], 200, 0),
        ([("take", 100, {"0": 90})], 100, 10),
        ([("take", 100, {"0": 90, "1": 70})], 100, 30),
        ([("take", 100, {"0": 90}), ("look", 101, {"0": (5, 5)})], 200, 0),
        ([("take", 100, {"0": 90}), ("look", 101, {"0": (4, 5)})], 200, 110),
        ([("take", 100, {"0": 10}), ("look", 101, {"0": (5, 5)}), ("look", 150, {"0": (5, 6)})], 151, 50),
        ([("look", 100, {"0": (0, 9)})], 130, 30),
        ([("take", 100, {"0": 10}), ("look", 101, {"1": (5, 5)})], 200, 0),
        ([("take", 100, {"0": 10}), ("take", 101, {"0": 60})], 110, 50),
        ([("take", 100, {"0": 500})], 110, 0),
    ],
    ids=[
        "nothing seen", "nothing there", "in hand", "the older of two", "done with", "not done with",
        "new since its end was seen", "there at the start, of unknown age", "of others now", "one batch after another",
        "written by a clock that is ahead",
    ],
)  # fmt: skip
def test_the_age_of_the_oldest_record(steps: list[Step], at: float, age: float) -> None:
    waiting = Waiting()
    for kind, now, what in steps:
        if kind == "take":
            waiting.taken(what)  # type: ignore[arg-type]
        else:
            waiting.looked({label: Progress(*found) for label, found in what.items()}, now)  # type: ignore[misc]
    assert waiting.age_s(at) == age
