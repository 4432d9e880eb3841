"""The named styles of both splits. Frozen ones are other ways, not the same ways with other words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Literal

from schemas.mention import MentionKind
from simulator.contacts import Contact
from simulator.disguise import names
from simulator.disguise import phones as known
from simulator.laboratory import amounts, emails, handles, phones, phones_frozen, signs

Split = Literal["development", "frozen"]
Write = Callable[[Random, Any, str], str]  # of a Contact, Price or Age, in a language


@dataclass(frozen=True, slots=True)
class Style:
    """A way to write something. `unclear` says what may be read either way: a currency, a network, a birthday."""

    write: Write
    linked: bool = False  # only for networks that have links
    unclear: Literal["", "currency", "network", "birthday"] = ""


Styles = Mapping[MentionKind, Mapping[str, Style]]


def _phone_in(one: signs.Signs, rng: Random, phone: Contact, language: str) -> str:
    return one(rng, " ".join(phone.national))


def _in_signs(alphabets: Mapping[str, signs.Signs], write: Callable[..., str]) -> dict[str, Style]:
    return {name: Style(partial(write, one)) for name, one in alphabets.items()}


def _all(**writers: Write) -> dict[str, Style]:
    return {name: Style(write) for name, write in writers.items()}


_PLAIN = {
    MentionKind.PHONE: Style(known.plain),
    MentionKind.EMAIL: Style(names.plain),
    MentionKind.HANDLE: Style(handles.plain),
    MentionKind.PRICE: Style(amounts.price_plain),
    MentionKind.AGE: Style(amounts.age_plain),
}
DEVELOPMENT: Styles = {
    MentionKind.PHONE: _in_signs(signs.DEVELOPMENT, _phone_in)
    | _all(
        brackets=phones.brackets, capitals=phones.capitals, dots=phones.dots, dotted=known.dotted,
        fillers=phones.fillers, ideographs=phones.ideographs, letters=known.letters, link=known.link,
        markup=phones.markup, mixed=phones.mixed,
        pictures=phones.pictures, run_on=phones.run_on, slashes=phones.slashes, spaced=known.spaced, split=known.split,
        symbols=phones.symbols, words=phones.spell,
    ),
    MentionKind.EMAIL: _all(
        at_dot=names.at_dot, bare_words=emails.bare_words, braces=emails.braces, dashes=emails.dashes,
        fullwidth=emails.fullwidth, lookalike=names.lookalike, own_words=emails.own_words, spaced=names.spaced,
        zero_width=names.zero_width,
    ),
    MentionKind.HANDLE: _all(
        at_sign=handles.at_sign, lookalike=handles.lookalike, own_word=handles.own_word,
        short=handles.short, wide_label=handles.wide_label, zero_width=handles.zero_width,
    )
    | {"broken_link": Style(handles.broken_link, linked=True), "link": Style(handles.link, linked=True)},
    MentionKind.PRICE: _in_signs(signs.DEVELOPMENT, amounts.price_in)
    | _all(code=amounts.price_code, named=amounts.price_named, spaced=amounts.price_spaced, words=amounts.price_words)
    | {"roses": Style(amounts.price_roses, unclear="currency")},
    MentionKind.AGE: _in_signs(signs.DEVELOPMENT, amounts.age_in)
    | _all(grown_together=amounts.age_grown_together, spaced=amounts.age_spaced, words=amounts.age_words)
    | {"born": Style(amounts.age_born, unclear="birthday")},
}  # fmt: skip
FROZEN: Styles = {
    MentionKind.PHONE: _in_signs(signs.FROZEN, _phone_in)
    | _all(
        bars=phones_frozen.bars, blank_marks=phones_frozen.blank_marks, by_ear=phones_frozen.by_ear,
        column=phones_frozen.column, echoed=phones_frozen.echoed, gardens=phones_frozen.gardens,
        half_words=phones_frozen.half_words, hashes=phones_frozen.hashes, in_address=phones_frozen.in_address,
        ladders=phones_frozen.ladders, markdown=phones_frozen.markdown, quoted=phones_frozen.quoted,
        tens=phones_frozen.tens, thousands=phones_frozen.thousands, trunk_kept=phones_frozen.trunk_kept,
    ),
    MentionKind.EMAIL: _all(
        arrows=emails.arrows, bold_letters=emails.bold, capital_words=emails.capital_words, commas=emails.commas,
        entities=emails.entities, in_rings=emails.in_rings, letter_by_letter=emails.letter_by_letter,
        ringed=emails.ringed, two_lines=emails.two_lines,
    ),
    MentionKind.HANDLE: _all(
        arrow=handles.arrow, behind=handles.behind, bold_letters=handles.bold,
        dotted_label=handles.dotted_label, leet_label=handles.leet_label, on_network=handles.on_network,
        quoted=handles.quoted,
    )
    | {"picture": Style(handles.picture, unclear="network")},
    MentionKind.PRICE: _in_signs(signs.FROZEN, amounts.price_in)
    | _all(points=amounts.price_points, picture=amounts.price_picture, slang=amounts.price_slang)
    | {"kisses": Style(amounts.price_kisses, unclear="currency")},
    MentionKind.AGE: _in_signs(signs.FROZEN, amounts.age_in)
    | _all(capital_words=amounts.age_capitals, digit_words=amounts.age_digit_words, marked=amounts.age_marked),
}  # fmt: skip
_SPLITS: Mapping[Split, Styles] = {"development": DEVELOPMENT, "frozen": FROZEN}


def styles(split: Split) -> Styles:
    """The styles of a split by kind; "plain", which hides nothing, is in both."""
    return {kind: {"plain": _PLAIN[kind], **own} for kind, own in _SPLITS[split].items()}


def style_names() -> frozenset[str]:
    """The names of all styles that hide something."""
    return frozenset(name for split in _SPLITS.values() for own in split.values() for name in own)
