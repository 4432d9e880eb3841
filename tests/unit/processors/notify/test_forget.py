"""What waits to be told about an erased ad is told without it, or not at all."""

import pytest

from processors.notify.forget import forget, remains
from processors.notify.held import Held, HeldAlert, held_alert, hold
from processors.notify.queue import Item, Queue, Refusal
from processors.state import MemoryTransaction
from schemas.alert import Alert
from schemas.codec import decode, encode
from tests.factories import NOON, alert

ALERTS = {
    name: alert(alert_id=name, ads=ads) for name, ads in {"one": ("a",), "both": ("a", "b"), "other": ("b",)}.items()
}
LEFT = {"both": ("b",), "other": ("b",)}


def item(name: str) -> Item:
    return Item(id=name, kind="alert", team="", since=0, payload=encode(ALERTS[name]))


@pytest.fixture
def transaction() -> MemoryTransaction:
    """Each alert waits for a target, is held for a digest, and was refused by another target."""
    tx = MemoryTransaction()
    queue = Queue(tx)
    for name, each in ALERTS.items():
        held = Held(
            team="t", digest="d", reason="per_day", alert_id=name, rule=each.rule, severity="low", band="", group="",
            at=NOON, titles={}, sentences={},
        )  # fmt: skip
        queue.put("target", 0, item(name))
        hold(10, held, HeldAlert(payload=encode(each), targets=("target",)), tx)
        queue.give_up(Refusal(item=item(name), target="x", reason="gone", detail=""))
    queue.put("target", 0, Item(id="n", kind="notice", team="", since=0, payload=b"{}"))
    return tx


def test_it_goes_from_whatever_waits(transaction: MemoryTransaction) -> None:
    assert remains({"a"}, transaction) == 6

    assert forget({"a"}, transaction) == 6

    assert remains({"a"}, transaction) == 0
    queue = Queue(transaction)
    waiting = {each.item.id: each.item for each in queue.due("target", 1, 10)}
    assert waiting.keys() == {*LEFT, "n"}
    assert {name: decode(Alert, waiting[name].payload).ads for name in LEFT} == LEFT
    held = {name: held_alert("t", name, transaction) for name in ALERTS}
    assert {name: decode(Alert, each.payload).ads for name, each in held.items() if each} == LEFT
    assert {each.item.id: decode(Alert, each.item.payload).ads for each in queue.take_refused()} == LEFT


def test_of_nothing_nothing_is_forgotten(transaction: MemoryTransaction) -> None:
    assert forget((), transaction) == forget({"nobody"}, transaction) == 0
