"""The digits of a text in whatever dress, joined into runs.

A run is a series of atoms with nothing but separators, connecting words or a few filler letters in between. Whether a
run holds phone numbers is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from processors.enrich.passage import letters
from processors.enrich.phone import number_words
from processors.enrich.phone.compose import Atom, Said, compose
from processors.enrich.phone.gaps import PADDING
from processors.enrich.phone.pieces import VALUES, Piece, pieces, without_numbers
from processors.enrich.trie import any_of

MIN_DIGITS = 7
_FEWEST = 5  # pieces: a spoken number may be as short as five words
_MAX_GAP = 12
_MAX_WORDY_GAP = 28

_EVERYDAY = VALUES.keys() & number_words.EVERYDAY
_SPOKEN = VALUES.keys() - number_words.EVERYDAY
_FEWEST_SPOKEN = 3  # different words in a number that is spelled out
_GLUED = 11  # letters: a longer word may be several number words
_CLUSTER = re.compile(rf"[0-9](?:[^0-9]{{0,{_MAX_WORDY_GAP}}}[0-9]){{3,}}")  # the others may be letters or words
_AROUND = 40  # characters around digits in which number words may go with them

_TOKEN = re.compile(r"[^\W_]+(?:'[яюєї][^\W\d_]*)?")  # Ukrainian writes "п'ять"
_NO_SEPARATORS = "$€£¥₽₴₹₺₫฿%@"
_NO_SEPARATOR = re.compile(f"[{_NO_SEPARATORS}]")
_DIGITS = re.compile("[0-9]+")
_LETTER_BESIDE = re.compile(r"[0-9](?:(?=[^\W_0-9])|(?<=[^\W_0-9].))")
_PLAIN_GAP = re.compile(rf"(?:[^\w{_NO_SEPARATORS}]|_){{0,{_MAX_GAP}}}")
_SIGN = re.compile(any_of(number_words.SIGNS))
_SIGN_START = re.compile("[" + "".join({sign[0] for sign in number_words.SIGNS}) + "]")


def runs(lower: str, words: frozenset[str], language: str | None) -> Iterator[list[Atom]]:
    """The runs that hold enough digits for a phone number, in order. `lower`: a text in lower case, normalised;
    `words`: the words in it."""
    text = _signs_as_digits(lower)
    plain = without_numbers(words)
    for start, end in _zones(text, words - plain):
        if text is lower and _is_plain(text[start:end], plain):
            yield from _plain_runs(text, start, end)
        else:
            yield from _dressed_runs(lower, text, start, end, plain, language)


def _is_plain(zone: str, plain: frozenset[str]) -> bool:
    """Are its digits just digits: without letters beside them, number words or spoken separators?"""
    return PADDING not in zone and not _LETTER_BESIDE.search(zone) and plain.issuperset(letters(zone))


def _plain_runs(text: str, start: int, end: int) -> Iterator[list[Atom]]:
    run: list[Atom] = []
    for match in _DIGITS.finditer(text, start, end):
        if run and not _PLAIN_GAP.fullmatch(text, run[-1].end, match.start()):
            yield from [run] if _has_enough(run) else []
            run = []
        run.append(Atom(match.start(), match.end(), match[0], "digits"))
    yield from [run] if _has_enough(run) else []


def _dressed_runs(
    lower: str, text: str, start: int, end: int, plain: frozenset[str], language: str | None
) -> Iterator[list[Atom]]:
    run: list[Piece] = []
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        if word in plain:
            if run:
                yield from _finished(run, language, text)
                run = []
            continue
        if word in number_words.CONNECTORS and (word not in VALUES or not run):
            continue
        found = pieces(word, token.start())
        if text is not lower:
            found = [_over_sign(piece, lower, text) for piece in found]
        if run and (not found or not _joins(text, run[-1].end, found[0].start)):
            yield from _finished(run, language, text)
            run = []
        run += found
        if found and found[-1].end < token.end():
            yield from _finished(run, language, text)
            run = []
    yield from _finished(run, language, text)


def _has_enough(atoms: Sequence[Atom]) -> bool:
    return sum([len(atom.digits) for atom in atoms]) >= MIN_DIGITS


def _zones(text: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Where to look: everywhere if numbers are spelled out in `words`, else around digits near each other."""
    if _is_spelled_out(words) or any(len(word) > _GLUED for word in words):
        return [(0, len(text))]
    zones: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        start = text.rfind(" ", 0, max(0, cluster.start() - _AROUND)) + 1
        end = text.find(" ", cluster.end() + _AROUND)
        if zones and start <= zones[-1][1]:
            start = zones.pop()[0]
        zones.append((start, end if end >= 0 else len(text)))
    return zones


def _is_spelled_out(words: frozenset[str]) -> bool:
    """May a whole number be spelled out? "Two" and "six" alone are in many a text."""
    spoken = len(words & _SPOKEN)
    return spoken >= 2 or spoken + len(words & _EVERYDAY) >= _FEWEST_SPOKEN


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
    gap = text[end:start].replace(PADDING, "")
    return len(gap) <= (_MAX_WORDY_GAP if any(map(str.isalpha, gap)) else _MAX_GAP) and not _NO_SEPARATOR.search(gap)


def _finished(run: list[Piece], language: str | None, text: str) -> Iterator[list[Atom]]:
    if len(run) < _FEWEST and sum([len(piece.digits) or 2 for piece in run]) < MIN_DIGITS:
        return
    for part in _speakable(_without_conjunctions(run, text), language):
        atoms = list(compose(part, text))
        if _has_enough(atoms):
            yield atoms


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
