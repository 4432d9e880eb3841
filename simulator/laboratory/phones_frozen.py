"""Ways to hide a phone number that no detector was written against. Nobody tunes on them."""

from random import Random

from simulator.chance import happens, pick
from simulator.contacts import Contact
from simulator.laboratory.numbers import spoken, words


def tens(rng: Random, phone: Contact, language: str) -> str:
    """Two digits at a time as one number: "zero seven, seventy, zero nine"; a single last one alone."""
    digits = phone.national_digits
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    zero = words()[language]["digits"][0]
    said = [
        f"{zero} {spoken(int(pair[1]), language)}" if len(pair) == 2 and pair[0] == "0" else spoken(int(pair), language)
        for pair in pairs
    ]
    return ", ".join(said)


def by_ear(rng: Random, phone: Contact, language: str) -> str:
    """Words as the careless or the sly spell them."""
    own = words()[language]
    return " ".join(own[pick(rng, ("colloquial", "colloquial", "digits"))][int(one)] for one in phone.national_digits)


def half_words(rng: Random, phone: Contact, language: str) -> str:
    """Digits and words without anything between: "0seven7zero0"."""
    own = words()[language]["digits"]
    return "".join(own[int(one)] if at % 3 == 1 else one for at, one in enumerate(phone.national_digits))


def echoed(rng: Random, phone: Contact, language: str) -> str:
    """Groups of digits, the last digit of each said again: "07700(zero)"."""
    own = words()[language]["digits"]
    return " ".join(f"{group}({own[int(group[-1])]})" for group in phone.national)


def hashes(rng: Random, phone: Contact, language: str) -> str:
    """#07700 #900 #123"""
    return " ".join("#" + group for group in phone.national)


def bars(rng: Random, phone: Contact, language: str) -> str:
    """0|7|7|0|0"""
    return pick(rng, ("|", " | ", "¦", "=", "+")).join(phone.national_digits)


def thousands(rng: Random, phone: Contact, language: str) -> str:
    """As if it were an amount: 07,700,900,123"""
    digits = phone.national_digits
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    return pick(rng, (",", "'", "’")).join(groups)


def trunk_kept(rng: Random, phone: Contact, language: str) -> str:
    """The country's code and the zero that it replaces; in North America, where there is none, the code written 001."""
    if phone.country == "US":
        return "001 " + " ".join(phone.national)
    code = pick(rng, ("+", "00")) + phone.calling_code
    return f"{code} (0){' '.join(phone.international)}"


def column(rng: Random, phone: Contact, language: str) -> str:
    """A digit a line."""
    return "\n".join(phone.national_digits)


def markdown(rng: Random, phone: Contact, language: str) -> str:
    """Marks of chat programs around the groups."""
    mark = pick(rng, ("**", "__", "`", "~~"))
    return " ".join(mark + group + mark for group in phone.national)


def gardens(rng: Random, phone: Contact, language: str) -> str:
    """A picture after each digit, always the same one."""
    return pick(rng, ("🌸", "💎", "👠", "🦋", "🍑", "➖")).join(phone.national_digits)


def quoted(rng: Random, phone: Contact, language: str) -> str:
    """Each word or digit in quotes."""
    own = words()[language]["digits"]
    return " ".join(f'"{own[int(one)] if happens(rng, 0.5) else one}"' for one in phone.national_digits)


def in_address(rng: Random, phone: Contact, language: str) -> str:
    """As the name of a page."""
    return f"https://{pick(rng, ('call', 'ring', 'tel'))}.example/{phone.national_digits}"


def blank_marks(rng: Random, phone: Contact, language: str) -> str:
    """Blanks of typesetters, and the blank letters of Korean, between the digits."""
    return pick(rng, ("\u2003", "\u2009", "\u3164", "\u2800")).join(phone.national_digits)


def ladders(rng: Random, phone: Contact, language: str) -> str:
    """Groups on lines of their own behind arrows or bullets."""
    mark = pick(rng, ("→ ", "• ", "> ", "- "))
    return "\n".join(mark + group for group in phone.national)
