"""What the stages `alert` and `notify` remember of erased ads, from outside; the state of `link` has a file of its own.

While a stage runs, the state is its own: it follows erasures itself, with its next batch or when nothing comes in for a
moment. While it does not run, they are followed here.
"""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import NamedTuple

from adwatch.errors import KnownError
from adwatch.progress import wait_for
from adwatch.retention.snapshot import peek
from processors import erased
from processors.alert import forget as alert
from processors.errors import StageStoppedError
from processors.notify import forget as notify
from processors.settings import ProcessorSettings
from processors.state import Store, Transaction

WAIT_S = 60.0


class _State(NamedTuple):
    forget: erased.Forget
    remains: Callable[[Collection[str], Transaction], int]


STATES = {"alert": _State(alert.forget, alert.remains), "notify": _State(notify.forget, notify.remains)}


def followed(settings: ProcessorSettings, wait_s: float = WAIT_S) -> dict[str, int]:
    """Have all erasures followed; how many rows of each state that changed here. Raises KnownError when a stage runs
    and does not get on for `wait_s`."""
    return {
        f"{stage} state": _followed(stage, settings, wait_s) for stage in STATES if (settings.state / stage).exists()
    }


def remains(settings: ProcessorSettings, ads: Collection[str]) -> dict[str, int]:
    """How many rows of each state name one of these ads."""
    return {
        f"{stage} state": peek(settings.state / stage, partial(state.remains, ads))
        for stage, state in STATES.items()
        if (settings.state / stage).exists()
    }


def _followed(stage: str, settings: ProcessorSettings, wait_s: float) -> int:
    folder = settings.state / stage
    try:
        with Store(folder) as store, store.begin() as transaction:
            changed = erased.follow(settings.home, transaction, STATES[stage].forget)
            transaction.commit({})
            return changed
    except StageStoppedError:  # the stage has it open
        size = (settings.home / erased.FILE).stat().st_size
        if not wait_for(lambda: _place(folder) >= size, wait_s):
            raise KnownError(f"the stage `{stage}` runs and does not forget what was erased; see its log") from None
        return 0


def _place(folder: Path) -> int:
    return peek(folder, lambda transaction: int(transaction.get(erased.TABLE, erased.PLACE) or b"0"))
