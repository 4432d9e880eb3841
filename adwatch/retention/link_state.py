"""The state of the link stage, from outside: telling it to forget ads, and looking whether it did.

While the stage runs, the state is its own: it follows the orders itself when it has a moment, and we read beside it.
While it does not, they are followed here.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from adwatch.errors import KnownError
from adwatch.progress import wait_for
from adwatch.retention.snapshot import peek
from processors import added_lines
from processors.errors import StageStoppedError
from processors.link import forget
from processors.link.tables import State
from processors.link.versions import bring_up_to_date
from processors.settings import ProcessorSettings
from processors.state import Store
from schemas.forget import Order

WAIT_S = 60.0  # for a running stage to get on: it looks twice a second, between batches, and does some at a time
T = TypeVar("T")


def order(home: Path, ads: Iterable[str], now: datetime, for_good: bool = False) -> None:
    """Tell the stage to forget ads; returns when the order is on the disk."""
    added_lines.add(forget.path(home), [Order(ad_id=each, at=now, for_good=for_good) for each in ads])


def followed(settings: ProcessorSettings, wait_s: float = WAIT_S) -> int:
    """Have all orders followed; how many ads were forgotten here, 0 when the running stage did it itself. Raises
    KnownError when it runs and does not get on for `wait_s`."""
    folder, orders = _folder(settings), forget.path(settings.home)
    if not folder.exists() or not orders.exists():
        return 0
    size = orders.stat().st_size
    try:
        with Store(folder) as store:
            return _follow(store, settings.home)
    except StageStoppedError:  # the stage has it open
        while (place := _peek(folder, _place)) < size:
            if not wait_for(lambda: _peek(folder, _place) > place, wait_s):
                raise KnownError("the stage `link` runs and does not forget what it was told to; see its log") from None
        return 0


def remains(settings: ProcessorSettings, ads: Collection[str]) -> int:
    """In how many places the state still holds something of these ads."""
    folder = _folder(settings)
    return _peek(folder, lambda state: forget.remains(ads, state)) if folder.exists() else 0


def _folder(settings: ProcessorSettings) -> Path:
    return settings.state / "link"


def _follow(store: Store, home: Path) -> int:
    with store.begin() as transaction:
        bring_up_to_date(transaction)
        state, count, before = State(transaction), 0, -1
        while before != (before := _place(state)):
            count += forget.follow_orders(home, state)
        state.flush()
        transaction.commit({})
    return count


def _place(state: State) -> int:
    return forget.followed_to(state.tx.get("counts", forget.PLACE))


def _peek(folder: Path, ask: Callable[[State], T]) -> T:
    return peek(folder, lambda transaction: ask(State(transaction)))
