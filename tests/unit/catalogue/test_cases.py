"""Sentences of each language and what they amount to: said, denied, or neither (quoted, warned of, about others)."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from processors.yaml_file import read_yaml
from schemas.base import SourceFamily
from schemas.finding import State
from tests.readings import catalogue, detector, reading

FOLDER = Path(__file__).parent / "cases"
FAMILIES = {"job": SourceFamily.JOB_BOARD, "service": SourceFamily.ADULT_SERVICES}
STATES = {"present": State.PRESENT, "absent": State.ABSENT, "nothing": None}


class Case(NamedTuple):
    """A sentence as an ad of a kind, and the state of one indicator in it."""

    language: str
    kind: str
    indicator: str
    expected: str
    text: str


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yml")):
        for kind, indicators in read_yaml(path).data.items():  # a repeated key is refused: it would hide the one before
            for indicator, states in indicators.items():
                for expected, texts in states.items():
                    yield from (Case(path.stem, kind, indicator, expected, text) for text in texts)


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.indicator}-{case.expected}")
def test_a_sentence_is_read_as_a_speaker_reads_it(case: Case) -> None:
    findings = detector()(reading(case.text, case.language, source_family=FAMILIES[case.kind]))
    found = next((one for one in findings if one.indicator == case.indicator), None)
    assert (found.state if found else None) == STATES[case.expected], case.text


def test_every_language_has_cases_of_each_state() -> None:
    assert {case.language for case in CASES} == catalogue().languages
    for language in catalogue().languages:
        assert {case.expected for case in CASES if case.language == language} == set(STATES)
