"""One text as the detectors want it, with the way back to the original and a report of what had been disguised.

Undone: HTML remnants, invisible and control characters, marks drawn over letters, keycaps and enclosed or styled
letters and digits, compatibility forms, look-alike letters of other scripts, runs of the same punctuation. Ordinary
typography (dashes, quotes, spaces, native digits) is made uniform without being reported, and text that is simply
written in another script stays as it is. Any string is accepted; the time is linear in its length.
"""

import html
import re
import unicodedata

from processors.enrich import characters as chars
from processors.enrich.draft import Draft
from processors.enrich.lookalikes import fold_lookalikes
from processors.enrich.reading import Normal

_REMNANTS = "\x00-\x08\x0b-\x1f\x7f&<"
_REMNANT = re.compile(f"[{_REMNANTS}]")
_REPEATED = re.compile(r"([!?.,*~\-=#+/\\|:;^'\"•·])\1{2,}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# Only tags of HTML: "<at>" is how some write "@".
_TAG = re.compile(
    r"<(?:!--[^<>]{0,500}--|/?(a|abbr|article|aside|audio|b|big|blockquote|body|br|button|center|code|dd|del|details|div|dl|dt|em|"
    r"figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|nobr|ol|option|p|"
    r"path|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|"
    r"th|thead|title|tr|tt|u|ul|video|wbr)(?:[\s/][^<>]{0,500})?)>",
    re.IGNORECASE,
)
_BREAKING = frozenset(
    ("br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "hr", "dd", "dt", "h1", "h2", "h3", "h4")
)

_PLAINS = "".join(map(re.escape, chars.PLAIN))
_PLAIN = re.compile(f"[{_PLAINS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(f"[{chars.ZERO_WIDTH}{chars.BIDI}{chars.CONTROL}]+")
_BIDI = re.compile(f"[{chars.BIDI}]")
_CONTROL = re.compile(f"[{chars.CONTROL}]")
_LETTER = re.compile("[0-9A-Za-zÀ-ɏͰ-ԯ.@]")
_MARK = re.compile(f"[{chars.MARKS}]")
_MARKED = re.compile(f"[^\\W_]?[{chars.MARKS}]+")
_SELECTOR = re.compile("[\ufe00-\ufe0f]+")
_KEYCAP = "\u20e3"
_STYLED_LOW = re.compile(f"[{chars.STYLED_LOW}]")
_STYLED_HIGH = re.compile(f"[{chars.STYLED_HIGH}]")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}")  # one alone is an exponent or a footnote
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_COMPATIBILITY = (
    "\u0132\u0133\u013f\u0140\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u2160-\u217f\u3131-\u318e\u3200-\u33ff"
    "\ufb00-\ufdff\ufe10-\ufe6f\ufe70-\ufefc\uff01-\uffee"
)
_COMPATIBLE = re.compile(f"[{_COMPATIBILITY}]")
_ODDS = f"\ud800-\udfff{chars.ZERO_WIDTH}{chars.BIDI}{chars.CONTROL}{chars.MARKS}{chars.STYLED_LOW}{_COMPATIBILITY}¹²³"
_ODD = re.compile(f"[{_ODDS}]")
# All that anything below is about but repetition: most texts have none of it, and one look tells.
_UNUSUAL = re.compile(f"[{_REMNANTS}{_PLAINS}{_ODDS}{chars.STYLED_HIGH}{chars.OTHER_SCRIPTS}]")


def normalise(text: str) -> Normal:
    """The text normalised; see the module. What is usual comes back untouched, at once."""
    if _UNUSUAL.search(text) or _REPEATED.search(text):
        return _normalised(text)
    return Normal(text, text, range(len(text)), range(1, len(text) + 1), {})


def _normalised(text: str) -> Normal:
    draft = Draft(text)
    if _REMNANT.search(text):
        draft.substitute(_ENTITY, _entity)
        draft.substitute(_TAG, _tag)
        draft.substitute(_INVISIBLE, _invisible)
    if not draft.text.isascii():
        _undo_disguise(draft)
    draft.substitute(_REPEATED, lambda match: (match[1], "repeated"))
    return draft.normal()


def _undo_disguise(draft: Draft) -> None:
    draft.translate(_PLAIN, chars.PLAIN)
    if _ODD.search(draft.text):
        draft.substitute(_SURROGATE, lambda _: ("\ufffd", "surrogate"))
        draft.substitute(_INVISIBLE, _invisible)
        if _MARK.search(draft.text):
            draft.substitute(_MARKED, _marked)
        draft.substitute(_SUPERSCRIPT, lambda match: (match[0].translate(_SUPERSCRIPTS), "styled"))
        draft.substitute(_STYLED_LOW, _styled)
        draft.substitute(_COMPATIBLE, lambda match: (unicodedata.normalize("NFKC", match[0]), None))
    draft.substitute(_STYLED_HIGH, _styled)
    fold_lookalikes(draft)


def _entity(match: re.Match[str]) -> tuple[str, str] | None:
    char = html.unescape(match[0])
    return (char, "html") if char != match[0] else None


def _tag(match: re.Match[str]) -> tuple[str, str]:
    return "\n" if (match[1] or "").lower() in _BREAKING else "", "html"


def _invisible(match: re.Match[str]) -> tuple[str, str | None]:
    if _CONTROL.search(match[0]):
        return "", "control"
    text, start, end = match.string, match.start(), match.end()
    inside = start > 0 and end < len(text) and _LETTER.match(text, start - 1) and _LETTER.match(text, end)
    style = "bidi" if _BIDI.search(match[0]) else "zero_width"
    return "", style if inside else None


def _marked(match: re.Match[str]) -> tuple[str, str | None]:
    composed = unicodedata.normalize("NFC", _SELECTOR.sub("", match[0]))
    if len(composed) < 2 and not _MARK.match(composed):
        return composed, None
    plain = composed[0] if composed[0].isalnum() else ""
    return plain, "emoji" if _KEYCAP in composed else "combining"


def _styled(match: re.Match[str]) -> tuple[str, str] | None:
    return chars.STYLED.get(match[0])
