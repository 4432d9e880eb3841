"""Digits written as letters that look like them: "£39o", "ЗЗО €", "4I years old". Only what stands around tells."""

_LIKE = {"0": "oоο", "1": "liіιӏ|", "3": "зӡ", "4": "ч", "6": "б"}
_TO_DIGITS = str.maketrans({letter: digit for digit, letters in _LIKE.items() for letter in letters})
LETTERS = "".join(_LIKE.values())  # for a class of characters


def meant(written: str) -> str:
    """The digits that a word in lower case, of digits and LETTERS, looks like: as many characters."""
    return written.translate(_TO_DIGITS)
