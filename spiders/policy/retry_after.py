"""The `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date."""

from datetime import UTC
from email.utils import parsedate_to_datetime


def retry_after(header: bytes | None, now: float) -> float | None:
    """Seconds to wait, never negative; None where the header is missing or says neither."""
    value = (header or b"").decode("latin-1").strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        date = parsedate_to_datetime(value)
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
