"""Logs: what must never be in them is not, and what is in them cannot be forged."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from processors import logs

CONTACT = "07700 900123"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Configure JSON logs and give a function that returns the lines logged so far."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    handlers, level = logging.root.handlers[:], logging.root.level
    logs.configure(json=True)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.root.handlers, logging.root.level = handlers, level


def test_an_event_is_a_word_and_fields(lines: Any) -> None:
    structlog.get_logger("x").warning("rejected", stage="enrich", offset=7)
    (entry,) = lines()
    assert (entry["event"], entry["level"], entry["stage"], entry["offset"]) == ("rejected", "warning", "enrich", 7)
    assert entry["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", ["body", "text", "title", "payload", "contact", "phone", "password", "quotes"])
def test_fields_that_could_hold_text_or_secrets_are_hidden(lines: Any, name: str) -> None:
    structlog.get_logger().info("x", **{name: CONTACT})
    assert lines()[0][name] == "[hidden]"


def test_secrets_are_hidden_under_any_name(lines: Any) -> None:
    structlog.get_logger().info("x", anything=SecretStr(CONTACT))
    assert lines()[0]["anything"] == "[hidden]"


def test_an_exception_is_its_type_and_place_and_not_its_text(lines: Any) -> None:
    try:
        raise ValueError(CONTACT)
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("library").exception("failed too")
    assert [entry["exception"].rpartition(":")[0] for entry in lines()] == ["ValueError at processors/test_logs.py"] * 2
    assert CONTACT not in json.dumps(lines())


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("plain é 漢", "plain é 漢"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("right\u202eleft", "right\\u202eleft"),
        ("x" * 600, "x" * 500 + "…"),
    ],
)
def test_text_from_outside_is_cut_and_freed_of_control_characters(lines: Any, text: str, logged: str) -> None:
    structlog.get_logger().info("x", detail=text)
    assert lines()[0]["detail"] == logged


def test_the_kafka_client_is_never_heard_whatever_the_level(lines: Any) -> None:
    logs.configure(json=True, level=logging.DEBUG)
    logging.getLogger("kafka.producer.kafka").debug("Sending (value=%r)", CONTACT)
    logging.getLogger("kafka.conn").error("no connection")
    assert lines() == []


def test_libraries_speak_in_the_same_form(lines: Any) -> None:
    logging.getLogger("library").warning("careful")
    assert (lines()[0]["event"], lines()[0]["logger"]) == ("careful", "library")
