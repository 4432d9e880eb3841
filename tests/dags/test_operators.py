"""Which failure of a crawl is tried again.."""

import threading
from typing import Any

import pytest
from airflow.sdk import RetryAction

from adwatch.progress import wait_for
from dags import retries
from dags.operators import Adwatch, failure, plain

pytestmark = pytest.mark.airflow
PRICE = {"kind": "coverage", "field": "price"}
LOOKS = {"kind": "structure", "field": "ad"}


@pytest.mark.parametrize(
    ("code", "report", "kind", "action"),
    [
        (2, {}, retries.WrongConfigurationError, RetryAction.FAIL),
        (3, {"drift": [PRICE]}, retries.DriftedError, RetryAction.FAIL),
        (3, {"drift": [PRICE], "failed": {"timeout": 3}}, retries.DegradedError, RetryAction.RETRY),
        (3, {"drift": [LOOKS]}, retries.DegradedError, RetryAction.RETRY),
        (3, {}, retries.DegradedError, RetryAction.RETRY),
        (4, {"drift": [PRICE]}, retries.BlockedError, RetryAction.FAIL),
        (5, {}, retries.UndeliveredError, RetryAction.RETRY),
        (1, {}, retries.EndedError, RetryAction.RETRY),
        (-9, {}, retries.EndedError, RetryAction.RETRY),
    ],
)
def test_what_is_tried_again(code: int, report: dict[str, Any], kind: type[Exception], action: RetryAction) -> None:
    assert failure(code, report) is kind
    decision = retries.POLICY.evaluate(kind("why"), try_number=1, max_tries=3)
    assert decision.action is action
    assert bool(decision.retry_delay) == (action is RetryAction.RETRY)


def test_a_task_that_is_to_end_ends_its_command() -> None:
    task = Adwatch(task_id="serve", arguments=["simulate", "--serve", "--port", "0", "--ads", "10"])
    codes: list[int] = []
    running = threading.Thread(target=lambda: codes.append(task.call(task.arguments)[0]))
    running.start()
    assert wait_for(lambda: task._child is not None, 10)
    assert task._child
    assert "--with-parent" in list(task._child.args)  # type: ignore[arg-type]
    task.on_kill()
    running.join(30)
    assert codes, "the command runs on"


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (7, 7),
        ("good", "good"),
        ({"200": 5, "404": 1}, "200: 5, 404: 1"),
        (["one reason", "another"], "one reason; another"),
        ([{"field": "price", "before": "<b>"}], "price"),
    ],
)
def test_figures_are_shown_on_one_line(figure: Any, line: Any) -> None:
    assert plain(figure) == line
