"""What stands between, before and after digits, and what that says about whether they belong together."""

import re

PADDING = "\x1f"  # fills the place of what was taken out of a text, so that offsets stay; no separator

# How strongly a gap separates: parts of one number have weaker gaps inside than at its ends.
GLUED, JOINED, SPACED, LOOSE, BROKEN, WALL = range(6)

_JOINING = frozenset("-./_·•*~|:=\\^#'`()[]{}<>+")
_LOOSE = re.compile(r"[,;&]|\s{3,}|\s/\s|[.!?]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALTERNATIVE = frozenset(
    ("or", "and", "ou", "et", "o", "y", "u", "e", "i", "oder", "und", "lub", "sau", "и", "или", "або", "та")
)


def strength(gap: str) -> int:
    """How strongly `gap`, the text between two atoms, separates them."""
    gap = gap.replace(PADDING, "")
    if not gap:
        return GLUED
    if "\n" in gap or "+" in gap.strip("+") or _ALTERNATIVE.intersection(_LETTERS.findall(gap)):
        return BROKEN
    if len(gap) == 1:
        return SPACED if gap == " " else LOOSE if gap in ",;&" else JOINED
    if _LOOSE.search(gap):
        return LOOSE
    return SPACED if len(gap.strip()) < 5 else LOOSE


def filler(gap: str) -> str:
    """The letters an author put between digits: "x" in "4x1x5"; nothing for separators and spoken ones ("dash")."""
    letters = _LETTERS.findall(gap)
    return letters[0] if len(letters) == 1 and len(letters[0]) < 4 and gap == letters[0] else ""


# Whole stretches of digits that are something else.
_NOT_PHONES = (
    # 24/12/2026, 24.12.26, 12-24-2026, 2026-12-24
    r"(?<![\d./-])(?<!\d )(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)(?![./-]?\d)(?! \d\d \d\d)",
    r"(?<![\d./-])(?:0?[1-9]|1[0-2])([/-])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d(?![./-]?\d)",
    r"(?<![\d./-])(?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\3(?:0?[1-9]|[12]\d|3[01])(?![./-]?\d)",
    # 9:30, 21h30, 9am; but not one colon of many
    r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])",
    # 24/7, 7/7, 24h/24
    r"(?<![\d/])(?:24|7|24h|365)/(?:24|7|6|365)(?![\d/])",
    # 48.8566, 2.3522: a pair of coordinates
    r"(?<![\d.])-?\d{1,3}\.\d{3,}°?\s?[nsew]?\s?[,; ]\s?-?\d{1,3}\.\d{3,}(?![\d.])",
    # 192.168.0.10
    r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d)(?![\d.])",
    # years 2019-2024
    r"(?<![\d])(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d(?![\d])(?!\s?[-/]\s?\d)",
)
NOT_PHONES = re.compile("|".join(f"(?:{pattern})" for pattern in _NOT_PHONES))

CUE = re.compile(
    r"call|text|txt|sms|phone|tel|tél|mobile|cell|whats|wsp|viber|signal|reach|ring|dial|number|contact|appel|num[ée]ro|portable|"
    r"joign|llam|tel[eé]fono|m[oó]vil|celular|ligue|liga|fone|chama|звон|тел|моб|вайбер|ват?сап|дзвон|sun[aăâ]|ruf|handy|nummer|"
    r"chiam|zadzwo|dzwo|hívj|bel |ara |اتصل|واتس|هاتف|جوال|موبايل|电话|手机|โทร|[☎📞📱✆☏📲]"
)
LABEL = re.compile(
    r"(?:\b(?:ref|réf|r[ée]f[ée]rence|referencia|id|sku|isbn|ean|upc|vat|tva|iban|siret|siren|ice|licen[cs]e|permit|reg|order|item|"
    r"annonce|anuncio|listing|ad|post|posting|zip|passport|account|acct|invoice|facture|tracking|serial|imei|card|case|bic|"
    r"kvk|nip|regon|pesel|cui|инн|огрн|арт|артикул|объявлени[ея]|заказ|код|code|código|codice|artikel|lic)|№|n°|nº)"
    r"[\s.:#№-]*(?:no|nr|num|number|id|n°|code)?[\s.:#№°-]*$|#$"
)
MONEY_BEFORE = re.compile(
    r"(?:(?<!\d)(?<!\d )[$€£¥₽₴₹₺₫฿₱₪₩]|\b(?:usd|eur|gbp|chf|aed|sar|cad|aud|rs|price|prix|precio|цена|salary|salaire))[ :]{0,2}$"
)
UNIT_AFTER = re.compile(
    r" ?(?:[$€£¥₽₴₹₺₫฿₱](?! ?\d)|[%°]|(?:usd|eur|gbp|chf|aed|cad|aud|euros?|dollars?|bucks|pounds|quid|roses|kisses|pesos|reais|lei|ron|pln|zł|"
    r"руб|рублей|грн|дол|hrs?|hours?|h|hh|mins?|minutes?|minutos|yrs?|years?|yo|ans|años|anos|anni|ani|jahre|lat|лет|рок[иі]в|"
    r"am|pm|km|cm|mm|kg|kgs|lbs?|ft|m|m2|m²|sqm|sq|k|days?|weeks?|months?|jours|días|мин|час(?:ов|а)?|дней)(?![^\W_]))"
)
