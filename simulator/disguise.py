"""How a contact is written: plainly, or disguised in a way that readers of real ads have met.

Every function takes the contact and gives a surface from which the contact can be read back by construction. No
surface holds two spaces in a row, or a space at the end of a line, so that no HTML page can change it.
"""

from collections.abc import Callable, Mapping
from random import Random

from schemas.mention import MentionKind
from simulator.chance import between, happens, pick
from simulator.contacts import Contact

DIGIT_WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "ru": ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"),
}
LEET = {"0": ("o", "O"), "1": ("l", "I")}
LOOKALIKE = {"0": ("О", "Ο", "о", "ο"), "1": ("І", "Ι"), "3": ("З",), "6": ("б",)}  # Cyrillic and Greek letters
LOOKALIKE_LETTERS = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}  # Cyrillic
ZERO_WIDTH = ("\u200b", "\u200c", "\u2060")
SWAPPED = 0.6  # of the digits that could be a letter
NETWORK_NAMES = {
    "telegram": ("Telegram: {}", "telegram: {}", "Telegram @{}", "TG: @{}"),
    "instagram": ("Instagram: {}", "Instagram @{}", "insta: {}"),
    "wechat": ("WeChat: {}", "wechat ID: {}"),
    "line": ("LINE: {}", "Line ID: {}"),
    "snapchat": ("Snapchat: {}", "snap: {}"),
}

Writer = Callable[[Random, Contact, str], str]


def _plain_phone(rng: Random, phone: Contact, language: str) -> str:
    separator = {"US": "-"}.get(phone.country, " ")
    if happens(rng, 0.25):
        return "+" + " ".join((phone.calling_code, *phone.international))
    if happens(rng, 0.2):
        return phone.national_digits
    if phone.country == "FR" and happens(rng, 0.25):
        return ".".join(phone.national)  # the everyday French way
    return separator.join(phone.national)


def _link_phone(rng: Random, phone: Contact, language: str) -> str:
    return pick(rng, ("https://wa.me/", "wa.me/")) + phone.value[1:]


def _spaced(rng: Random, phone: Contact, language: str) -> str:
    return " ".join(phone.national_digits)


def _dotted(rng: Random, phone: Contact, language: str) -> str:
    return pick(rng, (".", "-", "*", "_")).join(phone.national_digits)


def _words(rng: Random, phone: Contact, language: str) -> str:
    words = DIGIT_WORDS[language]
    return pick(rng, (" ", "-", ", ")).join(words[int(digit)] for digit in phone.national_digits)


def _mixed(rng: Random, phone: Contact, language: str) -> str:
    words = DIGIT_WORDS[language]
    start = between(rng, 0, 1)
    return " ".join(
        words[int(digit)] if index % 2 == start else digit for index, digit in enumerate(phone.national_digits)
    )


def _pairs(rng: Random, phone: Contact, language: str) -> str:
    """The way numbers are said aloud: in twos in French, with "double" in English."""
    if language == "fr" and phone.country == "FR":
        return " ".join(_french(pair) for pair in phone.national)
    if language == "en":
        return _doubled(phone.national_digits)
    return _words(rng, phone, language)


def _emoji(rng: Random, phone: Contact, language: str) -> str:
    return pick(rng, ("", " ")).join(digit + "\ufe0f\u20e3" for digit in phone.national_digits)


def _leet(rng: Random, phone: Contact, language: str) -> str:
    return _swap(rng, " ".join(phone.national), LEET)


def _lookalike(rng: Random, phone: Contact, language: str) -> str:
    return _swap(rng, " ".join(phone.national), LOOKALIKE)


def _fullwidth(rng: Random, phone: Contact, language: str) -> str:
    return "".join(chr(ord("\uff10") + int(digit)) for digit in phone.national_digits)


def _letters(rng: Random, phone: Contact, language: str) -> str:
    letter = pick(rng, ("x", "z", "a", "X", "k"))
    if happens(rng, 0.5):
        return letter.join(phone.national_digits)
    return (letter * between(rng, 2, 3)).join(phone.national)


def _split(rng: Random, phone: Contact, language: str) -> str:
    return "\n".join(phone.national)


def _zero_width_phone(rng: Random, phone: Contact, language: str) -> str:
    return _interleave(rng, phone.national_digits)


def _plain(rng: Random, contact: Contact, language: str) -> str:
    return contact.value


def _at_dot(rng: Random, email: Contact, language: str) -> str:
    at = {"fr": "arobase", "es": "arroba", "ru": "собака"}.get(language, "at") if happens(rng, 0.4) else "at"
    dot = {"fr": "point", "es": "punto", "ru": "точка"}.get(language, "dot") if at != "at" else "dot"
    form = pick(rng, (" ({}) ", "({})", " [{}] ", "[{}]", " {} "))
    user, _, domain = email.value.partition("@")
    return user + form.format(at) + domain.replace(".", form.format(dot))


def _spaced_email(rng: Random, email: Contact, language: str) -> str:
    user, _, domain = email.value.partition("@")
    return f"{user} @ {domain.replace('.', ' . ')}"


def _lookalike_email(rng: Random, email: Contact, language: str) -> str:
    user, _, domain = email.value.partition("@")
    return "".join(LOOKALIKE_LETTERS.get(letter, letter) for letter in user) + "@" + domain


def _zero_width(rng: Random, contact: Contact, language: str) -> str:
    return _interleave(rng, contact.value)


def _named(rng: Random, handle: Contact, language: str) -> str:
    network, _, name = handle.value.partition(":")
    shown = name.capitalize() if network == "telegram" and happens(rng, 0.15) else name
    return pick(rng, NETWORK_NAMES[network]).format(shown)


def _link_handle(rng: Random, handle: Contact, language: str) -> str:
    network, _, name = handle.value.partition(":")
    site = {"telegram": ("t.me/", "https://t.me/"), "instagram": ("instagram.com/", "https://instagram.com/")}
    return pick(rng, site[network]) + name if network in site else _named(rng, handle, language)


STYLES: dict[MentionKind, dict[str, Writer]] = {
    MentionKind.PHONE: {
        "plain": _plain_phone, "link": _link_phone, "spaced": _spaced, "dotted": _dotted, "words": _words,
        "mixed": _mixed, "pairs": _pairs, "emoji": _emoji, "leet": _leet, "lookalike": _lookalike,
        "fullwidth": _fullwidth, "letters": _letters, "split": _split, "zero_width": _zero_width_phone,
    },
    MentionKind.EMAIL: {
        "plain": _plain, "at_dot": _at_dot, "spaced": _spaced_email, "lookalike": _lookalike_email,
        "zero_width": _zero_width,
    },
    MentionKind.HANDLE: {"plain": _named, "link": _link_handle},
    MentionKind.URL: {"plain": _plain},
}  # fmt: skip
OPEN = frozenset({"plain", "link"})  # styles that hide nothing
UNUSUAL_CHARACTERS = frozenset({"emoji", "lookalike", "fullwidth", "zero_width"})


def disguise(rng: Random, contact: Contact, style: str, language: str) -> str:
    """The contact as written in that style. Raises KeyError for a style its kind does not have."""
    return STYLES[contact.kind][style](rng, contact, language)


def _swap(rng: Random, text: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """Some of the signs in the table replaced, the first of them always."""
    signs, certain = [], True
    for sign in text:
        swap = sign in table and (certain or happens(rng, SWAPPED))
        certain = certain and not swap
        signs.append(pick(rng, table[sign]) if swap else sign)
    return "".join(signs)


def _interleave(rng: Random, text: str) -> str:
    middle = "".join((pick(rng, ZERO_WIDTH) if happens(rng, 0.5) else "") + sign for sign in text[1:-1])
    return text[0] + middle + pick(rng, ZERO_WIDTH) + text[-1]


def _doubled(digits: str) -> str:
    words, at = [], 0
    while at < len(digits):
        twice = digits[at : at + 2] == digits[at] * 2
        words.append(("double " if twice else "") + ("oh" if digits[at] == "0" else DIGIT_WORDS["en"][int(digits[at])]))
        at += 2 if twice else 1
    return " ".join(words)


_FRENCH_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", *["quatre-vingt"] * 2)
_FRENCH_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")


def _french(pair: str) -> str:
    """A pair of digits as a French number: "07" zéro sept, "71" soixante et onze, "98" quatre-vingt-dix-huit."""
    tens, unit = int(pair[0]), int(pair[1])
    ones = DIGIT_WORDS["fr"]
    if tens == 0:
        return f"zéro {ones[unit]}"
    if tens == 1:
        return _FRENCH_TEENS[unit]
    rest = _FRENCH_TEENS[unit] if tens in (7, 9) else ones[unit] if unit else ""
    if pair == "80":
        return "quatre-vingts"
    if unit == 1 and tens < 8:
        return f"{_FRENCH_TENS[tens]} et {rest}"
    return f"{_FRENCH_TENS[tens]}-{rest}" if rest else _FRENCH_TENS[tens]
