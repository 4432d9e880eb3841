"""What a person types to find text -> a query that has its words in any form and language, and nothing but words."""

import re
from typing import Any

from processors.fold import fold
from processors.searches.synonyms import Synonyms
from processors.stems import forms, words

MOST_TEXT, MOST_WORDS = 200, 12
LEAST_LETTERS = 3  # before the first sign of a pattern
MOST_EXPANSIONS = 64  # words of the index that a pattern may stand for
_PART = re.compile(r'"([^"]*)"|(\S+)')
_PATTERN = re.compile(r"\w+(?:[*?]\w*)+")


def wanted(text: str, synonyms: Synonyms) -> list[dict[str, Any]]:
    """One clause per word, pattern or quoted phrase, all of which an ad must meet. Raises ValueError."""
    found = (_clause(quoted, plain, synonyms) for quoted, plain in _PART.findall(text[: MOST_TEXT + 1]))
    clauses = [clause for clause in found if clause is not None]
    if len(text) > MOST_TEXT or not 1 <= len(clauses) <= MOST_WORDS:
        raise ValueError(f"expected from 1 to {MOST_WORDS} words, in at most {MOST_TEXT} characters")
    return clauses


def _clause(quoted: str, plain: str, synonyms: Synonyms) -> dict[str, Any] | None:
    if quoted:
        return {"match_phrase": {"search_text": fold(quoted)}}
    pattern = fold(plain).strip("\"'.,;:!()")
    if _PATTERN.fullmatch(pattern):
        return _pattern(pattern)
    found = words(plain)
    if len(found) > 1:  # "night-shift": its parts, side by side
        return {"match_phrase": {"search_text": fold(plain)}}
    return _any(found[0], synonyms) if found else None


def _pattern(pattern: str) -> dict[str, Any]:
    if min(pattern.find(sign) for sign in "*?" if sign in pattern) < LEAST_LETTERS:
        raise ValueError(f"at least {LEAST_LETTERS} letters must come before * or ?")
    rewrite = f"top_terms_boost_{MOST_EXPANSIONS}"
    if pattern.find("*") == len(pattern) - 1 and "?" not in pattern:
        return {"prefix": {"search_text": {"value": pattern[:-1], "rewrite": rewrite}}}
    return {"wildcard": {"search_text": {"value": pattern, "rewrite": rewrite}}}


def _any(word: str, synonyms: Synonyms) -> dict[str, Any]:
    """The word in any of its forms, or anything that means the same; its own forms count for more."""
    same = synonyms.of(word)
    single = sorted({phrase[0] for phrase in same if len(phrase) == 1})
    should: list[dict[str, Any]] = [{"match": {"stems": {"query": " ".join(forms(word)), "boost": 2}}}]
    if single:
        should.append({"terms": {"stems": single}})
    should += [{"match_phrase": {"stems": " ".join(phrase)}} for phrase in sorted(same) if len(phrase) > 1]
    return {"bool": {"should": should, "minimum_should_match": 1}} if len(should) > 1 else should[0]
