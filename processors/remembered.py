"""What was worked out for a short text once, kept for when it comes again: words recur from ad to ad."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")


class Remembered(dict[str, V]):
    """Text -> what `work_out` makes of it. Ask with `[text]`.

    Full, it begins anew, which is twice as fast as a cache that keeps an order. A text longer than `longest` characters
    is not kept: an ad may be one word, and hostile ads would fill the memory with such.
    """

    def __init__(self, work_out: Callable[[str], V], most: int, longest: int) -> None:
        super().__init__()
        self._work_out, self.most, self._longest = work_out, most, longest

    def __missing__(self, text: str) -> V:
        value = self._work_out(text)
        if len(text) <= self._longest:
            if len(self) >= self.most:
                self.clear()
            self[text] = value
        return value
