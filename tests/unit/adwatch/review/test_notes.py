"""Notes on alerts go into the log, which forgets nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adwatch.commands import review
from adwatch.errors import KnownError

NOTE = "Rang +44 7700 900123, nobody answers"


@pytest.mark.parametrize(
    "call",
    [
        lambda: review.ack("al-1", NOTE, None),
        lambda: review.snooze("al-1", "2d", NOTE, None, whole_actor=False),
        lambda: review.escalate("al-1", "the unit", NOTE, None, confirm=False, no_harm=True),
        lambda: review.escalate("al-1", "", NOTE, None, confirm=True, no_harm=True),
        lambda: review.close("al-1", "concern", NOTE, None),
        lambda: review.reopen("al-1", NOTE, None),
        lambda: review.export("al-1", NOTE, None, None, as_json=True),
    ],
)
def test_a_note_takes_no_contact_into_the_log(
    call: Callable[[], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))
    with pytest.raises(KnownError, match="names a contact") as refused:
        call()
    assert "900123" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []
