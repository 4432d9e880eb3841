"""When too many records are refused, something is wrong with us and not with them."""

from collections import Counter, deque
from collections.abc import Iterable

from processors.errors import StageStoppedError
from processors.settings import FailureSettings
from processors.stage import Outcome, Reject


class Breaker:
    """Looks at the last `dead_window` outcomes of a stage; while there are fewer, the missing ones count as good."""

    def __init__(self, stage: str, failure: FailureSettings) -> None:
        self._stage, self._ratio = stage, failure.dead_ratio
        self._reasons: deque[str | None] = deque(maxlen=failure.dead_window)

    def note(self, answers: Iterable[Outcome]) -> None:
        """These came of the last batch."""
        self._reasons.extend(answer.reason if isinstance(answer, Reject) else None for answer in answers)

    def check(self) -> None:
        """Raises StageStoppedError when more than `dead_ratio` of the window was refused."""
        dead = [reason for reason in self._reasons if reason is not None]
        if len(dead) > self._ratio * (self._reasons.maxlen or 0):
            reason, times = Counter(dead).most_common(1)[0]
            raise StageStoppedError(
                f"{self._stage} refused {len(dead)} of its last {len(self._reasons)} records ({reason}: {times})",
                "see `adwatch dead list`; mend the cause, start the stage again, then `adwatch dead replay all`",
            )
