"""Telephone numbers reserved for fiction, by regulators of the countries whose sites are read most: nobody's."""

import re

_RANGES = {
    "44": r"7700900\d{3}|2079460\d{3}|1(?:1[3-8]|[2-6]1)4960\d{3}|1914980\d{3}|2920180\d{3}|2896496\d{3}|1632960\d{3}",
    "33": r"(?:19900|26191|35301|46571|53649|63998)\d{4}",
    "61": r"491570\d{3}|[2378](?:5550|7010)\d{4}",
    "49": r"3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}|17139200\d{2}|176040690\d{2}",
}
_FICTION = re.compile(
    "|".join(rf"(?:(?:00)?{country}0?|0)(?:{ranges})" for country, ranges in _RANGES.items())
    + r"|(?:(?:00)?1)?[2-9]\d{2}55501\d{2}"
)


def is_fiction(number: str) -> bool:
    """Is a number, written in any way, reserved for fiction?"""
    return bool(_FICTION.fullmatch(re.sub(r"\D", "", number)))
