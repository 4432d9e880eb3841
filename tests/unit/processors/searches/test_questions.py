"""Questions stay within their bounds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from processors.searches import questions
from processors.searches.questions import Question, QuestionError
from processors.searches.synonyms import Synonyms

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LONG = NOW - timedelta(days=questions.MOST_DAYS + 1)

OUT_OF_BOUNDS: dict[str, Callable[[], Question]] = {
    "no token": lambda: questions.contact(""),
    "endless token": lambda: questions.contact("x" * 201),
    "too many results": lambda: questions.contact("phone-1", 101),
    "no results": lambda: questions.contact("phone-1", -1),
    "too many days": lambda: questions.actor("a-1", LONG, NOW),
    "backwards": lambda: questions.indicator("LB-01", NOW, NOW - timedelta(days=1)),
    "off the globe": lambda: questions.near(91, 0, 10, NOW),
    "no number": lambda: questions.near(float("nan"), 0, 10, NOW),
    "half the globe": lambda: questions.near(0, 0, 501, NOW),
    "no days": lambda: questions.moving(0, NOW),
    "years": lambda: questions.new_templates(731, NOW),
    "no words": lambda: questions.text("", Synonyms({})),
}


@pytest.mark.parametrize("case", OUT_OF_BOUNDS)
def test_what_is_out_of_bounds_is_refused(case: str) -> None:
    with pytest.raises(QuestionError, match="expected"):
        OUT_OF_BOUNDS[case]()


ALL: dict[str, Question] = {
    "contact": questions.contact("phone-1"),
    "actor": questions.actor("a-1", NOW - timedelta(days=7), NOW),
    "template": questions.template("c-1", "Lyon"),
    "indicator": questions.indicator("LB-01", NOW - timedelta(days=7), NOW),
    "near": questions.near(45.7, 4.8, 10, NOW),
    "moving": questions.moving(7, NOW),
    "new templates": questions.new_templates(7, NOW),
    "price": questions.price("EUR/hour", NOW, amount=9.5),
    "bridges": questions.bridges("job_board", "adult_services", NOW),
    "text": questions.text("farm", Synonyms({})),
    "like": questions.like("ad-1", "ads"),
}


@pytest.mark.parametrize("name", ALL)
def test_every_question_is_bounded_in_time_and_size(name: str) -> None:
    body = ALL[name].body
    assert body["timeout"] == questions.TIMEOUT
    assert body["size"] <= questions.MOST_HITS
    assert body["track_total_hits"] in (False, questions.MOST_COUNTED)
