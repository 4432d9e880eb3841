"""Digits as words: one by one, and in the ways numbers are said aloud."""

DIGIT_WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "ru": ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"),
}
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", *["quatre-vingt"] * 2)
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")


def doubled(digits: str) -> str:
    """As in English: "07700" is "oh double seven double oh"."""
    words, at = [], 0
    while at < len(digits):
        twice = digits[at : at + 2] == digits[at] * 2
        words.append(("double " if twice else "") + ("oh" if digits[at] == "0" else DIGIT_WORDS["en"][int(digits[at])]))
        at += 2 if twice else 1
    return " ".join(words)


def french_pair(pair: str) -> str:
    """Two digits as a French number: "07" zéro sept, "71" soixante et onze, "98" quatre-vingt-dix-huit."""
    tens, unit = int(pair[0]), int(pair[1])
    ones = DIGIT_WORDS["fr"]
    if tens == 0:
        return f"zéro {ones[unit]}"
    if tens == 1:
        return _TEENS[unit]
    if pair == "80":
        return "quatre-vingts"
    rest = _TEENS[unit] if tens in (7, 9) else ones[unit] if unit else ""
    if unit == 1 and tens < 8:
        return f"{_TENS[tens]} et {rest}"
    return f"{_TENS[tens]}-{rest}" if rest else _TENS[tens]
