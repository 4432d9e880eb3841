"""How long it took from an ad to the alert it led to."""

import time
from collections.abc import Iterable

from processors.plumbing.metrics import Report
from processors.stage import Emit, Outcome
from schemas.alert import Alert


def note_alerts(answers: Iterable[Outcome], report: Report) -> None:
    """Measure the alerts among what was just acknowledged by Kafka; an alert about a source comes of no ad."""
    now = time.time()
    for answer in answers:
        if isinstance(answer, Emit):
            for _, record in answer.outputs:
                if isinstance(record, Alert) and record.subject.kind != "source":
                    report.alerted(max(0.0, now - record.at.timestamp()))
