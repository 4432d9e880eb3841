"""Filing alerts and what corrects them: in whatever order they come, and come again, the newest correction is there.

On the real search engine; see also `tests/integration/test_corrections.py`.
"""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from msgspec.structs import replace

from processors.index import alert_file
from processors.index.alert_file import file, look
from processors.index.names import ALERTS
from processors.index.refusals import CONFLICT
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Retry
from schemas.alert import Alert, AlertState
from tests.factories import alert
from tests.unit.processors.notify.corrections import CORRECTIONS, NEWEST_LAST

pytestmark = pytest.mark.engines
ALERT = alert(alert_id="al-1", ads=("one", "two", "three"), run_book="look")


class Cabinet:
    """Where alerts are filed."""

    def __init__(self, client: Elasticsearch, settings: ProcessorSettings) -> None:
        self._client, self._alias = client, ALERTS.write(settings.search.prefix)

    def file(self, *alerts: Alert) -> list[Outcome]:
        """What comes of a batch."""
        return file(self._client, self._alias, alerts)

    def document(self, name: str = "al-1") -> dict[str, Any]:
        """What is filed under an id."""
        found: dict[str, Any] = self._client.get(index=self._alias, id=name)["_source"]
        return found

    def empty(self) -> None:
        """Take it out again."""
        self._client.options(ignore_status=404).delete(index=self._alias, id="al-1")


@pytest.fixture
def cabinet(client: Elasticsearch, settings: ProcessorSettings) -> Cabinet:
    return Cabinet(client, settings)


def newest(given_at_all: list[Alert]) -> str | None:
    last = [each for each in NEWEST_LAST if each in given_at_all]
    return last[-1].correction.id if last and last[-1].correction else None


def filed(cabinet: Cabinet) -> tuple[str, str | None]:
    """The sentence that is filed, and the id of the correction."""
    document = cabinet.document()
    return document["sentence"], (document["correction"] or {}).get("id")


def test_of_corrections_in_every_order_the_newest_is_there_in_one_batch_and_one_by_one(cabinet: Cabinet) -> None:
    for order in permutations(CORRECTIONS[:3]):
        for batches in (
            [[ALERT, *order]],
            [[ALERT], *([each] for each in order)],
            [[each] for each in (*order, ALERT)],
        ):
            for batch in batches:
                assert cabinet.file(*batch) == [Emit()] * len(batch)
            assert filed(cabinet) == (ALERT.sentence, "al-1-c3")
            cabinet.empty()


@given(
    batches=st.lists(st.lists(st.sampled_from([ALERT, *CORRECTIONS]), min_size=1, max_size=3), min_size=1, max_size=6)
)
@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_they_are_replayed_no_outcome_goes_back(cabinet: Cabinet, batches: list[list[Alert]]) -> None:
    cabinet.empty()
    so_far: list[Alert] = []
    for batch in batches:
        assert cabinet.file(*batch) == [Emit()] * len(batch)
        so_far += batch
        assert filed(cabinet) == (ALERT.sentence if ALERT in so_far else "", newest(so_far))


def test_what_people_did_stays_though_the_alert_comes_after_its_correction(cabinet: Cabinet) -> None:
    cabinet.file(CORRECTIONS[0])
    cabinet.file(replace(ALERT, state=AlertState.ACKNOWLEDGED, state_changed_by="ada"))
    cabinet.file(ALERT)
    document = cabinet.document()
    assert (document["state"], document["state_changed_by"]) == ("acknowledged", "ada")
    assert (document["sentence"], document["run_book"]) == (ALERT.sentence, "look")


def after_the_look(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> None:
    """What another member does once, between the next look and the change that rests on it."""

    def looked(*asked: Any) -> Any:
        found = look(*asked)
        monkeypatch.undo()
        then()
        return found

    monkeypatch.setattr(alert_file, "look", looked)


def test_what_is_written_between_the_look_and_the_correction_is_not_overwritten(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    cabinet.file(ALERT)

    after_the_look(monkeypatch, lambda: cabinet.file(CORRECTIONS[2]))
    assert cabinet.file(CORRECTIONS[0]) == [CONFLICT]
    assert isinstance(CONFLICT, Retry)
    assert filed(cabinet)[1] == "al-1-c3"
    assert cabinet.file(CORRECTIONS[0]) == [Emit()]
    assert filed(cabinet)[1] == "al-1-c3"


def test_what_is_deleted_between_the_look_and_the_correction_is_looked_at_again(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    cabinet.file(ALERT)

    after_the_look(monkeypatch, cabinet.empty)
    assert cabinet.file(CORRECTIONS[0]) == [CONFLICT]
    assert cabinet.file(CORRECTIONS[0]) == [Emit()]
    assert filed(cabinet)[1] == "al-1-c1"


def test_an_alert_that_is_filed_is_left_as_it_is(cabinet: Cabinet) -> None:
    cabinet.file(ALERT, replace(ALERT, alert_id="al-2"))
    before = cabinet.document()
    assert cabinet.file(replace(ALERT, title="another"), replace(ALERT, alert_id="al-2")) == [Emit(), Emit()]
    assert cabinet.document() == before
