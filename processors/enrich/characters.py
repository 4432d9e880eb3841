"""The characters people use in place of others, as tables. `normalise.py` says when each table applies."""

import unicodedata

# One for one, always, not reported: ordinary typography.
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
PLAIN: dict[str, str] = {
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys("\u0085\u2028\u2029\x0b\x0c", "\n"),
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
    **dict.fromkeys("‘’‚‛′ʼʹ´＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("…。．․﹒｡", "."),
    **dict.fromkeys("⁄∕⧸／", "/"),
    **dict.fromkeys("：﹕∶", ":"),
    **dict.fromkeys("＠﹫", "@"),
    **dict.fromkeys("，、﹐､", ","),
    **dict.fromkeys("（﹙", "("),
    **dict.fromkeys("）﹚", ")"),
    **dict.fromkeys("＋﹢", "+"),
    **dict.fromkeys("［【〔", "["),
    **dict.fromkeys("］】〕", "]"),
}


def _native_digits() -> dict[str, str]:
    """Digits of the scripts that write numbers with their own: Arabic, Persian, Devanagari, Thai ..."""
    zeros = (
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
        0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
        0xA900, 0xA9D0, 0xAA50, 0xABF0,
    )  # fmt: skip
    return {chr(zero + digit): str(digit) for zero in zeros for digit in range(10)}


PLAIN |= _native_digits()

# Removed. Legitimate between letters of some scripts, so reported only beside Latin, Greek or Cyrillic ones and digits.
ZERO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
)
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"

# Marks drawn over or around a letter. Those that NFC can compose ("e" + acute) are spelling, the rest is disguise.
# Variation selectors ride along: a keycap is a digit, a selector and an enclosing mark.
MARKS = "\ufe00-\ufe0f\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"


def _styled() -> dict[str, tuple[str, str]]:
    """Dressed-up letters and digits: character -> (plain, style)."""
    table: dict[str, tuple[str, str]] = {}
    blocks = (
        ("fullwidth", range(0xFF01, 0xFF5F)),
        ("styled", range(0x1D400, 0x1D800)),
        ("styled", range(0x2070, 0x20A0)),
        ("styled", range(0x2100, 0x2150)),
        ("styled", range(0x02B0, 0x02C0)),
        ("styled", range(0x02E0, 0x02E5)),
        ("styled", range(0x1D2C, 0x1D6B)),
        ("styled", range(0x1FBF0, 0x1FBFA)),
        ("enclosed", range(0x2460, 0x2500)),
        ("enclosed", range(0x2776, 0x2794)),
        ("enclosed", range(0x1F100, 0x1F12F)),
        ("enclosed", range(0x1F130, 0x1F14A)),
    )
    for style, block in blocks:
        for char in map(chr, block):
            plain = _digit(char) or unicodedata.normalize("NFKC", char).strip("()., ")
            if plain.isascii() and plain.isalnum():
                table[char] = (plain, style)
    for first, style in ((0x1F150, "enclosed"), (0x1F170, "emoji")):
        table |= {chr(first + index): (chr(65 + index), style) for index in range(26)}
    small = zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)
    table |= {char: (plain, "styled") for char, plain in small}
    for typography in "™℠№℡ℹ°":
        table.pop(typography, None)
    table["🔟"] = ("10", "emoji")
    return table


def _digit(char: str) -> str:
    value = unicodedata.numeric(char, None)
    return str(int(value)) if value is not None and value == int(value) else ""


STYLED = _styled()
STYLED_LOW = "".join(char for char in STYLED if char <= "\uffff")
# As ranges, though they hold others too: a pattern tries these one by one.
STYLED_HIGH = "\U0001d400-\U0001d7ff\U0001f100-\U0001f189\U0001f51f\U0001fbf0-\U0001fbf9"

# Letters of other scripts that look like Latin ones. Applied only where a token or text mixes scripts.
_LOOKALIKES = """
a аαɑаᎪꓮ b ЬьᏏ c сϲᏟⲥᑕꓚ d ԁᏧ e еєεҽ g ɡց h һհ i іιіꙇ j јϳյ k кκ l ӏⅼ m м n ոп o оοօσⲟ p рρ q ԛզգ r г s ѕ t тτ
u υսц v νѵ w ԝшωաѡ x хχ y уγүყ z ᴢ
A АΑᎪᗅᗩꓮ B ВΒᏴᗷꓐ C СϹᏟᑕꓚ D Ꭰᗞᗪꓓ E ЕΕᎬᗴꓰ F Ϝᖴꓝ G ԌᏀᘜꓖ H НΗᎻᕼꓧ I ІΙӀꓲ J ЈᎫᒍꓙ K КΚᏦꓗ L ᏞᒪꓡԼ M МΜᎷᗰꓟ N Νᑎꓠ O ОΟՕꓳ
P РΡᏢᑭꓑ Q Ԛ R ᎡᏒᖇꓣ S ЅᏚᔕՏꓢ T ТΤᎢꓔ U ՍᑌꓴЦ V Ѵᐯꓦ W ԜᎳᗯꓪ X ХΧ᙭ꓫ Y УΥҮꓬ Z ΖᏃꓜᘔ
1 1 3 ЗӠзᏭ 4 ЧЧ 6 б
"""


def _lookalikes() -> dict[str, str]:
    cells = _LOOKALIKES.split()
    pairs = zip(cells[::2], cells[1::2], strict=True)
    table = {char: latin for latin, chars in pairs for char in chars if not char.isascii()}
    # The accented forms people type for "e" and "i" in a Latin word written with Cyrillic keys.
    return table | {"ё": "e", "Ё": "E", "ї": "i", "Ї": "I"}


LOOKALIKES = _lookalikes()
# Those that look the same in every font, and all of scripts that ads are never written in; the others ("п" for "n")
# need a Latin neighbour in the same word to be taken for disguise.
STRONG = frozenset("аеорсухіјѕһԁԛԝӏАВЕКМНОРСТХУІЈЅԌԚԜӀοαινρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհ") | {
    char for char in LOOKALIKES if char >= "\u13a0"
}
OTHER_SCRIPTS = "\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13f5\u1400-\u167f\u2c80-\u2cff\ua4d0-\ua4f7"

# Latin letters inside a Cyrillic word: the way back.
TO_CYRILLIC = dict(zip("aceopxyiABCEHKMOPTXYIj", "асеорхуіАВСЕНКМОРТХУІј", strict=True))
