"""What a search server may answer when it is busy, broken or not one at all: a local server that says exactly that."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

from processors import index as sinks
from processors.errors import StageStoppedError
from processors.index.client import connect
from processors.index.names import CLUSTERS
from processors.index.owed import WAIT_S
from processors.index.refusals import DONE
from processors.index.summaries import summarise
from processors.settings import ProcessorSettings, SearchSettings
from processors.stage import Emit, Reject, Retry
from processors.state import MemoryTransaction
from schemas import ids
from schemas.ad import ScoredAd
from schemas.alert import Correction
from tests import factories

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str] = PRODUCT


def error(kind: str) -> bytes:
    return json.dumps({"error": {"type": kind, "reason": "some text"}, "status": 0}).encode()


class _Quiet(ThreadingHTTPServer):
    """An answer that raises ends its connection without a word."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        return


@contextmanager
def answering(answer: Any) -> Iterator[ProcessorSettings]:
    """Settings for a server that answers each request with `answer(lines of the request)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            lines = self.rfile.read(int(self.headers.get("Content-Length", 0))).splitlines()
            given = answer(lines)
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

        do_POST = do_PUT  # noqa: N815  the base class names it so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
            return

    with _Quiet(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        yield ProcessorSettings(search=SearchSettings(url=url, timeout_s=5))
        server.shutdown()


def ads(count: int) -> list[ScoredAd]:
    return [factories.scored_ad(ad_id=ids.ad_id("demo_jobs", str(n)), key=str(n)) for n in range(count)]


def accepted(lines: list[bytes]) -> Answer:
    items = [{"index": {"status": 201}}] * (len(lines) // 2)
    return Answer(200, json.dumps({"items": items}).encode())


PASSING = {
    "too many requests": (Answer(429, error("es_rejected_execution_exception")), "search: 429"),
    "broken inside": (Answer(500, error("some_exception")), "search: 500"),
    "page of a proxy": (Answer(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}), "search: 502"),
    "no master": (Answer(503, error("cluster_block_exception")), "search: 503"),
    "a proxy that got tired": (
        Answer(408, b"<html>Request Timeout</html>", {"Content-Type": "text/html"}),
        "search: 408",
    ),
    "cut off": (Answer(200, b'{"items": [{"index": {"sta'), "search: SerializationError"),
    "about something else": (Answer(200, b'{"items": []}'), "search: an answer that is not about what was asked"),
}


@pytest.mark.parametrize("case", PASSING)
def test_what_passes_is_tried_again(case: str) -> None:
    answer, reason = PASSING[case]
    with answering(lambda _: answer) as settings:
        assert sinks.build(settings)(ads(2)) == [Retry(reason)] * 2


STOPPING = {
    "no password": (Answer(401, error("security_exception")), "check the user and password"),
    "no right": (Answer(403, error("security_exception")), "check the rights"),
    "no index": (Answer(404, error("index_not_found_exception")), "adwatch index init"),
    "all is refused": (Answer(400, b"<html>some text</html>", {"Content-Type": "text/html"}), r"check search\.url"),
    "moved": (Answer(301, b"", {"Location": "https://elsewhere.example/"}), r"check search\.url"),
    "closed": (Answer(400, error("index_closed_exception")), "open the index"),
    "something else": (Answer(200, b"{}", {"Content-Type": "application/json"}), r"check search\.url"),
}


@pytest.mark.parametrize("case", STOPPING)
def test_what_an_operator_must_mend_stops_the_stage(case: str) -> None:
    answer, hint = STOPPING[case]
    with answering(lambda _: answer) as settings, pytest.raises(StageStoppedError, match=hint) as stopped:
        sinks.build(settings)(ads(2))
    assert "some text" not in str(stopped.value)


def test_a_connection_that_is_reset_in_mid_answer_is_tried_again() -> None:
    def reset(_: list[bytes]) -> Answer:
        raise ConnectionResetError

    with answering(reset) as settings:
        assert sinks.build(settings)(ads(2)) == [Retry("search: ConnectionError")] * 2


def test_one_item_that_is_busy_is_tried_again_and_the_others_are_done() -> None:
    statuses = (201, 429, 409)
    items = [{"index": {"status": status, "error": {"type": "t", "reason": "r"}}} for status in statuses]
    with answering(lambda _: Answer(200, json.dumps({"items": items}).encode())) as settings:
        outcomes = sinks.build(settings)(ads(3))
    assert [type(outcome) for outcome in outcomes] == [Emit, Retry, Emit]


@pytest.mark.parametrize(("status", "reason"), [(413, "too_large"), (400, "refused_by_search")])
def test_a_request_refused_as_a_whole_is_halved_until_the_one_record_is_found(status: int, reason: str) -> None:
    given = ads(7)

    def answer(lines: list[bytes]) -> Answer:
        bad = any(given[4].ad_id.encode() in line for line in lines)
        return Answer(status, error("some_exception")) if bad else accepted(lines)

    with answering(answer) as settings:
        outcomes = sinks.build(settings)(given)
    assert [type(outcome) for outcome in outcomes] == [Emit] * 4 + [Reject] + [Emit] * 2
    assert isinstance(outcomes[4], Reject)
    assert outcomes[4].reason == reason
    assert "some text" not in outcomes[4].detail


@pytest.mark.parametrize("case", [case for case in STOPPING if case != "something else"])
def test_the_same_stops_summaries(case: str) -> None:
    answer, hint = STOPPING[case]
    with answering(lambda _: answer) as settings, pytest.raises(StageStoppedError, match=hint):
        summarise(connect(settings.search), settings.search.prefix, {CLUSTERS: ["c-1"]})


@pytest.mark.parametrize("case", [case for case in STOPPING if case != "something else"])
def test_the_same_stops_the_file_of_alerts_also_where_it_only_looks(case: str) -> None:
    answer, hint = STOPPING[case]
    said = Correction(id="al-1-c", outcome="withdrawn", reason="hub", at=factories.NOON)
    with answering(lambda _: answer) as settings, pytest.raises(StageStoppedError, match=hint):
        sinks.build_alert_file(settings)([factories.alert(correction=said)])


def test_nothing_is_settled_in_a_batch_that_will_be_undone() -> None:
    asked: list[list[bytes]] = []
    clock = [0.0]

    def busy(lines: list[bytes]) -> Answer:
        asked.append(lines)
        return Answer(503, error("busy"))

    with answering(busy) as settings:
        overview = sinks.build_overview(settings, lambda: clock[0])
        overview([factories.scored_ad(cluster_size=2)], tx := MemoryTransaction())
        clock[0] += WAIT_S
        news = [factories.scored_ad(cluster_size=2), factories.sighting()]
        assert overview(news, tx) == [DONE, Retry("search: 503")]
    assert len(asked) == 1  # the sighting
