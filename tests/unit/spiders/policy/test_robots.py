"""robots.txt by RFC 9309."""

import pytest

from spiders.policy.robots import FORBID_ALL, MAX_BYTES, rules

BODY = b"User-agent: *\nDisallow: /private"


@pytest.mark.parametrize(
    ("status", "held"),
    [(200, BODY), (404, b""), (401, b""), (403, b""), (429, FORBID_ALL), (500, FORBID_ALL), (503, FORBID_ALL)],
)
def test_what_holds_by_status(status: int, held: bytes) -> None:
    assert rules(status, BODY) == held


def test_an_endless_file_is_read_up_to_the_limit() -> None:
    assert len(rules(200, b"#" * (MAX_BYTES * 2))) == MAX_BYTES
