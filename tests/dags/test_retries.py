"""Which failure of a crawl is tried again.."""

from typing import Any

import pytest
from airflow.sdk import RetryAction

from dags import retries
from dags.operators import failure

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
