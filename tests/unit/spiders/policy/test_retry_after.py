"""`Retry-After` in both forms."""

import pytest

from spiders.policy.retry_after import retry_after

NOW = 1_795_608_000.0  # 25 November 2026, 12:00 UTC


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120),
        (b" 0 ", 0),
        (b"Wed, 25 Nov 2026 12:01:30 GMT", 90),
        (b"Wed, 25 Nov 2026 11:00:00 GMT", 0),
        (b"Wednesday, 25-Nov-26 12:01:30 GMT", 90),
        (None, None),
        (b"", None),
        (b"soon", None),
        (b"-5", None),
        (b"1.5", None),
        ("\u0661".encode(), None),
        (b"9" * 400, None),
    ],
)
def test_forms(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
