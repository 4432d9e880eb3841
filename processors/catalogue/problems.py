"""Collecting what is wrong, so that one run shows everything there is to mend."""

from collections.abc import Iterator
from contextlib import contextmanager

from processors.yaml_file import FileError, Problem


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Adds the problems of a FileError raised inside to `problems`, and goes on after the block."""
    try:
        yield
    except FileError as error:
        problems += error.problems
