"""What is written and moved, on both search engines: indices move under load and back, and nothing is lost."""

import multiprocessing
import os
import signal
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from elastic_transport import ConnectionTimeout
from msgspec.structs import replace

from adwatch.commands import index as index_command
from adwatch.reader import Reader
from processors import index as sinks
from processors.index import migrate, setup
from processors.index.client import SearchError, connect
from processors.index.convert import to_document
from processors.index.names import ADS
from processors.index.standing import build_finder
from processors.settings import ProcessorSettings, SearchSettings
from processors.stage import Emit, Retry
from schemas import ids
from schemas.ad import MaskedText, ScoredAd
from schemas.alert import AlertState
from tests import factories
from tests.integration import analyst_corpus as corpus
from tests.integration.test_searches import ADS_OF_BEFORE, BATCH, QUERIES, saved

pytestmark = pytest.mark.engines


def more_indices(empty: SearchSettings) -> Iterator[SearchSettings]:
    """On the same server, under a prefix that nobody else uses."""
    search = empty.model_copy(update={"prefix": f"test-{uuid.uuid4().hex[:8]}"})
    setup.init(search)
    yield search
    setup.drop(search)


@pytest.fixture(scope="module")
def own(empty: SearchSettings) -> Iterator[SearchSettings]:
    """Indices that tests write to and move; each has ads of its own."""
    yield from more_indices(empty)


def test_standing_searches_find_the_same_in_both_ways(own: SearchSettings) -> None:
    wanted = [saved(name, query) for name, query in QUERIES.items()]
    sinks.build(ProcessorSettings(search=own))([*ADS_OF_BEFORE, *BATCH])
    ways = [own.model_copy(update={"percolate": percolate}) for percolate in (False, True)]
    finders = [build_finder(ProcessorSettings(search=way)) for way in ways]
    one, other = ({name: set(found) for name, found in find(BATCH, wanted).items()} for find in finders)
    assert one == other
    assert one.keys() == QUERIES.keys() - {"nobody"}
    with connect(own) as client:
        percolates = client.indices.exists(index=f"{own.prefix}-searches")
        assert bool(percolates) == (own.kind == "opensearch")
        client.indices.delete(index=f"{own.prefix}-searches", ignore_unavailable=True)


def numbered(number: int, **changes: Any) -> ScoredAd:
    return factories.scored_ad(ad_id=ids.ad_id("demo_jobs", str(number)), key=str(number), **changes)


class Load:
    """Writes ads and searches for them without pause, as stages and people do, until it is left."""

    def __init__(self, search: SearchSettings) -> None:
        self._search = search
        self._over = threading.Event()
        self._threads = [threading.Thread(target=each) for each in (self._write, self._read)]
        self.written, self.counts, self.waits, self.problems = 0, list[int](), 0, list[BaseException]()

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _write(self) -> None:
        try:
            sink = sinks.build(ProcessorSettings(search=self._search))
            while not self._over.is_set():
                part = [numbered(self.written + each) for each in range(20)]
                while any(isinstance(each, Retry) for each in sink(part)):
                    self.waits += 1
                self.written += len(part)
        except BaseException as error:
            self.problems.append(error)

    def _read(self) -> None:
        try:
            with connect(self._search) as client:
                while not self._over.is_set():
                    self.counts.append(client.count(index=ADS.read(self._search.prefix))["count"])
        except BaseException as error:
            self.problems.append(error)

    def wait_for(self, more: int) -> None:
        """Until so many more ads are written."""
        target, pause = self.written + more, threading.Event()
        while self.written < target and not self.problems:
            pause.wait(0.02)


def ad_ids(search: SearchSettings) -> set[str]:
    with Reader(search) as reader:
        return set(reader.ad_ids())


def test_an_index_moves_and_moves_back_under_load_without_a_lost_write(own: SearchSettings) -> None:
    with connect(own) as client, Load(own) as load:
        load.wait_for(200)
        erased = ids.ad_id("demo_jobs", "3")
        client.delete(index=ADS.write(own.prefix), id=erased)
        (told,) = migrate.migrate(own, frozenset({"ads"}))
        assert told.startswith(f"ads: moved from {ADS.name(own.prefix, 1)} to {ADS.name(own.prefix, 2)}")
        moved = load.written
        load.wait_for(60)
        assert setup.live(client, ADS, own.prefix) == ADS.name(own.prefix, 2)
        (told,) = migrate.rollback(own, frozenset({"ads"}))
        assert told.startswith(f"ads: back in {ADS.name(own.prefix, 1)}")
        load.wait_for(60)
    assert load.problems == []
    assert load.written > moved
    assert ad_ids(own) >= {ids.ad_id("demo_jobs", str(number)) for number in range(load.written)} - {erased}
    assert erased not in ad_ids(own)
    assert load.counts == sorted(load.counts) or min(load.counts[load.counts.index(max(load.counts)) :]) >= moved


@pytest.fixture
def older(empty: SearchSettings) -> Iterator[SearchSettings]:
    """Indices of a test's own."""
    yield from more_indices(empty)


def test_fields_of_another_type_move_and_are_made_anew(older: SearchSettings) -> None:
    """An index of before, with other types and a field that is gone, and an ad without what is derived today."""
    document = to_document(corpus.ADS[3])
    with connect(older) as client:
        client.indices.delete(index=ADS.name(older.prefix))
        client.indices.delete_index_template(name=ADS.read(older.prefix))
        properties = {"price_amount": {"type": "keyword"}, "gone": {"type": "keyword"}}
        client.indices.create(
            index=ADS.name(older.prefix), aliases=setup.aliases(ADS, older.prefix),
            mappings={"dynamic": True, "properties": properties},
        )  # fmt: skip
        known = msgspec.to_builtins(document)
        before = {name: value for name, value in known.items() if name not in ("stems", "price_amount")}
        client.index(index=ADS.write(older.prefix), id="t1", document={**before, "gone": "x"})
        with pytest.raises(SearchError, match="needs a new version: adwatch index migrate"):
            setup.init(older)
        assert len(migrate.migrate(older)) == 1
        moved = client.get(index=ADS.read(older.prefix), id="t1")["_source"]
    assert moved["stems"] == document.stems
    assert moved["price_amount"] == 11
    assert "gone" not in moved
    assert setup.status(older)["indices"]["ads"]["kept"] == [ADS.name(older.prefix, 1)]
    assert migrate.finish(older) == [f"deleted {ADS.name(older.prefix, 1)}"]
    assert migrate.rollback(older) == []


def test_a_lost_answer_to_the_last_request_loses_no_index(
    older: SearchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sinks.build(ProcessorSettings(search=older))([numbered(1)])
    swap = migrate._swap

    def unheard(*move: Any) -> None:
        swap(*move)
        raise ConnectionTimeout("no answer in time")

    monkeypatch.setattr(migrate, "_swap", unheard)
    with pytest.raises(SearchError):
        migrate.migrate(older, frozenset({"ads"}))
    with connect(older) as client:
        client.indices.refresh(index=ADS.read(older.prefix))
        assert setup.live(client, ADS, older.prefix) == ADS.name(older.prefix, 2)
    assert ad_ids(older) == {ids.ad_id("demo_jobs", "1")}


def killed_in_a_migration(search: SearchSettings) -> None:
    """The old index is closed, the rest copied; then the process is gone."""
    migrate._compared = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    migrate.migrate(search, frozenset({"ads"}))


def test_what_a_killed_migration_left_closed_is_told_and_opened_again(
    older: SearchSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(index_command, "load", lambda: ProcessorSettings(search=older))
    sink = sinks.build(ProcessorSettings(search=older))
    assert [type(each) for each in sink([numbered(1)])] == [Emit]
    process = multiprocessing.get_context("fork").Process(target=killed_in_a_migration, args=(older,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL

    assert [type(each) for each in sink([numbered(2)])] == [Retry]
    assert index_command.status(as_json=False) == 1
    (told,) = [line for line in capsys.readouterr().out.splitlines() if "closed" in line]
    assert told.startswith("ads ")
    assert told.endswith("run: adwatch index migrate ads")

    assert index_command.migrate(["ads"], as_json=False) == 0
    assert index_command.status(as_json=True) == 0
    assert [type(each) for each in sink([numbered(2)])] == [Emit]
    assert ad_ids(older) == {ids.ad_id("demo_jobs", number) for number in "12"}


def test_an_alert_is_created_once_and_keeps_what_people_did_through_a_move(own: SearchSettings) -> None:
    sink, alert = sinks.build_alert_file(ProcessorSettings(search=own)), factories.alert()
    assert sink([alert]) == [Emit()]
    assert sink([replace(alert, state=AlertState.CLOSED, state_note="done")]) == [Emit()]
    assert sink([alert]) == [Emit()]
    migrate.migrate(own, frozenset({"alerts"}))
    assert sink([alert]) == [Emit()]
    with Reader(own) as reader:
        assert [(each.state, each.state_note) for each in reader.alerts()] == [("closed", "done")]


def test_the_newest_version_of_an_ad_stays(own: SearchSettings) -> None:
    sink = sinks.build(ProcessorSettings(search=own))
    later = numbered(-1, observed_at=factories.NOON + timedelta(hours=1), masked=MaskedText(title="later"))
    for ad in (later, numbered(-1, masked=MaskedText(title="earlier"))):
        assert [type(each) for each in sink([ad])] == [Emit]
    with Reader(own) as reader:
        document = reader.ad(later.ad_id)
    assert document is not None
    assert document.title == "later"
