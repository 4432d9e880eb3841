"""The notifying stage over some targets, for the tests of what they get."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from processors.notify import render
from processors.notify.digest import Digest, render_digest
from processors.notify.outbox import Outbox
from processors.notify.teams import teams
from processors.settings import NotifySettings
from processors.state import MemoryTransaction
from schemas.alert import Alert
from schemas.codec import encode
from schemas.events import DeadLetter
from tests.factories import alert

SECRET = "a secret of the tests"

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

ONE, TWO = alert(alert_id="al-1"), alert(alert_id="al-2")


class Answers:
    """What a server answers, one after the other; the last one stays."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def __call__(self, *_: object) -> Any:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Sending:
    """The stage over some targets, always on the same state, at a time that the test moves."""

    def __init__(self, *urls: str, state: Any = None, **changes: Any) -> None:
        self.settings = NotifySettings(
            targets=urls, webhook_secret=SecretStr(SECRET), **{"allow_private_targets": True, **changes}
        )
        self.skew = timedelta()
        self.state = state or MemoryTransaction()
        self._run = Outbox(teams(self.settings), rendered, self.settings, self.now)

    def now(self) -> datetime:
        """The real time, for signatures are checked against it, moved on by what the test waits."""
        return datetime.now(UTC) + self.skew

    def __call__(self, *alerts: Alert) -> list[Any]:
        """Outcomes of one batch."""
        return list(self._run(alerts, self.state))

    def later(self, **time: float) -> list[DeadLetter]:
        """What an empty batch puts out after that much time: dead letters."""
        self.skew += timedelta(**time)
        return [record for outcome in self() for _, record in outcome.outputs]


def rendered(record: Any, language: str, known: Any) -> Any:
    if isinstance(record, Alert):
        return render(record, language, "")
    if isinstance(record, Digest):
        return render_digest(record, language, lambda index, name: "")
    from processors.notify.notice import Notice, render_notice

    assert isinstance(record, Notice)
    return render_notice(record, language)


def sender(*urls: str, state: Any = None, **changes: Any) -> Sending:
    """The stage over these targets."""
    return Sending(*urls, state=state, **changes)


def tries(send: Sending, count: int) -> list[str | None]:
    """What becomes of an alert: sent or waiting (None), or the reason of its letter; a letter is replayed each time."""
    reasons: list[str | None] = []
    send(ONE)
    for _ in range(count):
        letters = send.later(seconds=5)
        reasons.append(letters[0].reason if letters else None)
        if letters:
            assert letters[0].payload == encode(ONE)
            send(ONE)
    return reasons


# status codes, then                dead letters of two tries
REFUSED = "refused_by_target"
