"""One look at a text that tells which patterns can match in it at all.

A detector declares, beside a pattern that is dear to run, a sign: a pattern of RE2 that every match of the other holds.
All signs together are two automata, which go through a text once, in time linear in its length, however many signs
there are.
"""

from functools import cache

import re2

_MEMORY = 64 << 20  # bytes of an automaton's states, made as texts need them; above, it starts anew
# What Python takes for these, of which RE2 knows the ASCII part only.
_SPACE, _DIGIT = r"[\s\x0b\x1c-\x1f\x{85}\pZ]", r"\p{Nd}"
# Beside a word: no letter or digit, as far as all agree on what is one; a few more texts than needed have the sign.
START, END = "(?:^|[^0-9a-zа-я])", "(?:[^0-9a-zа-я]|$)"
_declared: list[str] = []


def sign(pattern: str) -> int:
    """Declares a sign; the number is for `in`. `pattern` is for text in lower case, in the syntax that Python and RE2
    share: no looking around, `\\s` and `\\d` not inside brackets. Raises ValueError for any other. To be called while
    modules are imported: each later one makes the automata anew."""
    pattern = pattern.replace(r"\s", _SPACE).replace(r"\d", _DIGIT)
    try:
        re2.compile(pattern, _options())
    except re2.error as error:
        raise ValueError(f"not a sign: {error}") from None
    _declared.append(pattern)
    return len(_declared) - 1


def signs_in(lower: str) -> frozenset[int]:
    """The signs that a text in lower case has."""
    text = lower.encode("utf-8", "replace")
    (words, of_words), (others, of_others) = _automata(len(_declared))
    found = [words[index] for index in of_words.Match(text) or ()]
    found += [others[index] for index in of_others.Match(text) or ()]
    return frozenset(found)


@cache
def _automata(count: int) -> tuple[tuple[tuple[int, ...], re2.Set], ...]:
    """Numbers of signs and their automaton, apart for those that begin where a word does: together they would have
    far more states, and the first thousands of texts would cost twice as much."""
    words = tuple(number for number in range(count) if _declared[number].startswith(START))
    others = tuple(number for number in range(count) if not _declared[number].startswith(START))
    return (words, _automaton(words)), (others, _automaton(others))


def _automaton(numbers: tuple[int, ...]) -> re2.Set:
    automaton = re2.Set.SearchSet(_options())
    for number in numbers:
        automaton.Add(_declared[number])
    automaton.Compile()
    return automaton


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem, options.log_errors = _MEMORY, False
    return options
