"""What `adwatch report` refuses before it asks anybody."""

import pytest

from adwatch.commands.report import run
from adwatch.errors import KnownError


@pytest.mark.parametrize(
    ("language", "k", "said"), [("de", 10, "no language `de`"), ("en", 9, "fewer than 10"), ("fr", 0, "fewer than 10")]
)
def test_what_is_refused(language: str, k: int, said: str) -> None:
    with pytest.raises(KnownError, match=said):
        run(language, None, None, k, page=None, publishing=False)
