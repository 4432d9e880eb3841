"""The digits of a text in whatever dress, joined into runs.

A run is a series of atoms with nothing but separators, connecting words or a few filler letters in between. Whether a
run holds phone numbers is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from processors.enrich.phone import number_words
from processors.enrich.phone.compose import Atom, Said, compose
from processors.enrich.phone.gaps import PADDING
from processors.enrich.phone.pieces import NONE, VALUES, Piece, pieces, room
from processors.enrich.phone.zones import MAX_WORDY_GAP, zones
from processors.enrich.trie import any_of

MIN_DIGITS = 7
_FEWEST = 5  # pieces: a spoken number may be as short as five words
_MAX_GAP = 12

_TOKEN = re.compile(r"([^\W_]+(?:'[яюєї][^\W\d_]*)?)")  # Ukrainian writes "п'ять"
_TOKEN_OF_ONE = re.compile(r"([^\W_]+)")
_NO_SEPARATOR = re.compile("[$€£¥₽₴₹₺₫฿%@]")
_SIGN = re.compile(any_of(number_words.SIGNS))
_SIGN_START = re.compile("[" + "".join({sign[0] for sign in number_words.SIGNS}) + "]")


def runs(lower: str, words: frozenset[str], spoken: Sequence[str], language: str | None) -> Iterator[list[Atom]]:
    """The runs that hold enough digits for a phone number, in order. `lower`: a text in lower case, normalised;
    `spoken`: the words in it, `words`: the different ones."""
    text = _signs_as_digits(lower)
    for start, end in zones(text, words, spoken):
        for tokens in _stretches(text[start:end], start):
            for run in _runs(lower, text, tokens):
                yield from _finished(run, language, text)


def _stretches(zone: str, start: int) -> Iterator[list[tuple[str, int]]]:
    """Tokens and where they stand, all that have no plain word between them; if these may hold digits enough. `zone`
    begins at `start`."""
    parts = (_TOKEN if "'" in zone else _TOKEN_OF_ONE).split(zone)
    words = parts[1::2]
    for first, last in _rows([room[word] for word in words]):
        at = start + len("".join(parts[: 2 * first + 1]))
        row: list[tuple[str, int]] = []
        for word, gap in zip(words[first : last + 1], parts[2 * first + 2 :: 2], strict=False):
            row.append((word, at))
            at += len(word) + len(gap)
        yield row


def _rows(rooms: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of numbers that follow each other, if they have room for enough digits."""
    first = total = 0
    for index, more in enumerate(rooms):
        if more == NONE:
            if total >= MIN_DIGITS:
                yield first, index - 1
            first, total = index + 1, 0
        else:
            total += more
    if total >= MIN_DIGITS:
        yield first, len(rooms) - 1


def _runs(lower: str, text: str, tokens: list[tuple[str, int]]) -> Iterator[list[Piece]]:
    """The pieces of tokens, in runs that may be long enough."""
    run: list[Piece] = []
    for word, start in tokens:
        if word in number_words.CONNECTORS and (word not in VALUES or not run):
            continue
        found = pieces(word, start)
        if text is not lower:
            found = [_over_sign(piece, lower, text) for piece in found]
        if run and (not found or not _joins(text, run[-1].end, found[0].start)):
            if _may_suffice(run):
                yield run
            run = []
        run += found
        if found and found[-1].end < start + len(word):
            if _may_suffice(run):
                yield run
            run = []
    if _may_suffice(run):
        yield run


def _may_suffice(run: Sequence[Piece]) -> bool:
    """May these be digits enough? A word counts for two, since most say no more."""
    return len(run) >= _FEWEST or sum([len(piece.digits) or 2 for piece in run]) >= MIN_DIGITS


def _has_enough(atoms: Sequence[Atom]) -> bool:
    return sum([len(atom.digits) for atom in atoms]) >= MIN_DIGITS


def _signs_as_digits(lower: str) -> str:
    """Signs that stand without spaces ("一三八") written as digits, so that the tokens are right."""
    if lower.isascii() or not _SIGN_START.search(lower):
        return lower
    return _SIGN.sub(lambda match: str(number_words.SIGNS[match[0]]).ljust(len(match[0]), PADDING), lower)


def _over_sign(piece: Piece, lower: str, text: str) -> Piece:
    """A digit that stands for a sign, over the sign's whole length."""
    if piece.kind != "digits" or lower[piece.start : piece.end] == piece.digits:
        return piece
    end = piece.end
    while text.startswith(PADDING, end):
        end += 1
    return piece._replace(end=end, kind="words")


def _joins(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap == " ":
        return True
    gap = gap.replace(PADDING, "")
    return len(gap) <= (MAX_WORDY_GAP if any(map(str.isalpha, gap)) else _MAX_GAP) and not _NO_SEPARATOR.search(gap)


def _finished(run: list[Piece], language: str | None, text: str) -> Iterator[list[Atom]]:
    if all(piece.kind == "digits" for piece in run):  # as most are
        found = [[Atom(*piece[:4]) for piece in run]]
    else:
        found = [list(compose(part, text)) for part in _speakable(_without_conjunctions(run, text), language)]
    yield from filter(_has_enough, found)


def _without_conjunctions(run: list[Piece], text: str) -> Iterator[Piece | None]:
    """The run without letters that are words: "o" between two numbers is "or", between single digits it is a zero. None
    stands where one was: numbers end there."""
    for index, piece in enumerate(run):
        is_letter = piece.end - piece.start == 1 and piece.kind in ("leet", "lookalike")
        if (
            is_letter
            and not text[piece.start - 1 : piece.start].isalnum()
            and not text[piece.end : piece.end + 1].isalnum()
        ):
            beside = [one for one in run[max(0, index - 1) : index + 2] if one is not piece]
            yield piece if any(len(one.digits) == 1 or one.values for one in beside) else None
        else:
            yield piece


def _speakable(pieces: Iterable[Piece | None], language: str | None) -> Iterator[list[Said]]:
    """The pieces with a value for each word, split where a word belongs to a language that is not spoken here."""
    run = list(pieces)
    spoken = _spoken(run, language)
    part: list[Said] = []
    for piece in run:
        code = _language(piece, spoken) if piece else None
        if piece is None or code is None:
            yield part
            part = []
        else:
            value = piece.values[code] if piece.values else None
            part.append(Said(piece.start, piece.end, piece.kind, piece.digits, value, code, piece.repeat))
    yield part


def _language(piece: Piece, spoken: list[str]) -> str | None:
    """The spoken language that a word is taken for; nothing for digits, None if there is none."""
    return next((code for code in spoken if code in piece.values), None) if piece.values else ""


def _spoken(run: Sequence[Piece | None], language: str | None) -> list[str]:
    """The ad's language, English, and languages that at least three of the words belong to; the commonest first."""
    counts: dict[str, int] = {}
    for piece in run:
        for code in (piece and piece.values) or ():
            counts[code] = counts.get(code, 0) + 1
    codes = [code for code, count in counts.items() if count > 2 or code in (language, "en")]
    return sorted(codes, key=lambda code: (-counts[code], code != language, code != "en", code))
