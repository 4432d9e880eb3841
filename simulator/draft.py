"""A draft: the text of an ad before it is placed. Near-duplicates are one draft, placed several times.

All choices of words are made; what may change from ad to ad (city, name, pay, contact) is still an open slot.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from simulator.chance import between, few, happens, pick, weighted
from simulator.phrases import Bank, Kind, Sentence, bank, write

# What an ad of each family says, in this order: section, and how many of its sentences at least and at most.
RECIPES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "job": (("opening", 1, 1), ("duties", 2, 4), ("wants", 1, 2), ("hours", 1, 1), ("pay", 1, 1), ("employer", 1, 1),
            ("extras", 1, 3), ("apply", 0, 1)),
    "service": (("opening", 1, 1), ("details", 4, 6), ("times", 1, 2), ("price", 1, 1), ("manners", 1, 3)),
    "goods": (("opening", 1, 1), ("details", 4, 6), ("reason", 1, 1), ("pickup", 1, 2), ("price", 1, 1)),
    "rental": (("opening", 1, 1), ("details", 4, 5), ("terms", 1, 2), ("rent", 1, 1), ("viewing", 1, 1)),
    "lesson": (("opening", 1, 1), ("details", 4, 6), ("times", 1, 1), ("price", 1, 1)),
    "travel": (("opening", 1, 1), ("details", 4, 5), ("price", 1, 1), ("booking", 1, 1)),
}  # fmt: skip
EDITS = {"none": 40, "dropped": 25, "added": 25, "moved": 10}  # from one posting of a text to the next
ENOUGH_TEXT = 400  # characters, to lose a sentence and still be the same text
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `fixed` ones name a contact, the employer or an indicator: later small edits keep them."""

    text: str
    breaks: bool = False  # begins a new paragraph
    fixed: bool = False
    says: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    usual: bool = False  # states in set words what it states


@dataclass(frozen=True)
class Draft:
    """The text of an ad with open slots."""

    language: str
    kind: Kind
    title: str
    lines: tuple[Line, ...]

    @cached_property
    def slots(self) -> frozenset[str]:
        """The slots that the text leaves open."""
        return frozenset(_SLOT.findall(self.title + " ".join(line.text for line in self.lines)))

    @property
    def about_children(self) -> bool:
        """Whether the ad belongs to the children's lane."""
        return any(name.startswith("CH-") for line in self.lines for name in line.says)

    def body(self, values: dict[str, str]) -> str:
        """The body with its slots filled."""
        text = "".join(("\n" if line.breaks else " ") + line.text for line in self.lines)
        return text.format_map(values).strip()

    def naming(self) -> "Draft":
        """The draft with the person's name in the title, unless it is in the text already."""
        return self if "name" in self.slots else replace(self, title="{name}: " + self.title)

    def with_line(self, rng: Random, sentence: Sentence) -> "Draft":
        """The draft with one more sentence in a paragraph of its own."""
        return replace(self, lines=(*self.lines, Line(write(sentence, rng), breaks=True, fixed=True)))


def compose(
    rng: Random,
    language: str,
    kind: str,
    contacts: tuple[str, ...] = (),
    says: tuple[str, ...] = (),
    denies: tuple[str, ...] = (),
    company: bool = True,
) -> Draft:
    """A new draft of a kind: its recipe, the planted indicators, a line for each contact slot, perhaps boilerplate."""
    phrases = bank(language)
    chosen = phrases.kinds[kind]
    skip = {"employer"} if not company else set()
    if {"LB-01", "LB-15", "LB-24"} & set(says):
        skip.add("pay")  # these sentences name the pay themselves
    lines = [
        Line(write(sentence, rng), fixed=section == "employer")
        for section, least, most in RECIPES[chosen.family]
        if section not in skip
        for sentence in few(rng, chosen.sections[section], between(rng, least, most))
    ]
    _plant(rng, lines, phrases, says, denies)
    lines.extend(ending(rng, phrases, contacts))
    return Draft(language, chosen, write(pick(rng, chosen.sections["titles"]), rng), paragraphs(rng, lines))


def vary(rng: Random, draft: Draft) -> Draft:
    """The draft as someone posts it again: one small edit of the text at most, sometimes a mark behind the title."""
    phrases, lines = bank(draft.language), list(draft.lines)
    length = sum(len(line.text) for line in lines)
    edit = weighted(rng, EDITS if length >= ENOUGH_TEXT else {"none": 1, "added": 1})
    if edit == "dropped":
        del lines[pick(rng, [index for index, line in enumerate(lines) if index and not line.fixed])]
    elif edit == "added":
        lines.append(Line(write(pick(rng, phrases.common["edits"]), rng)))
    elif edit == "moved":
        at = between(rng, 1, len(lines) - 3)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    mark = pick(rng, phrases.marks) if happens(rng, 0.2) else ""
    return replace(draft, title=draft.title + mark, lines=tuple(lines))


def _plant(rng: Random, lines: list[Line], phrases: Bank, says: tuple[str, ...], denies: tuple[str, ...]) -> None:
    for indicator in says:
        text = write(pick(rng, phrases.says[indicator]), rng)
        lines.insert(
            between(rng, 1, len(lines)), Line(text, fixed=True, says=(indicator, *phrases.also.get(indicator, ())))
        )
    for indicator in denies:
        text = write(pick(rng, phrases.denies[indicator]), rng)
        lines.insert(between(rng, 1, len(lines)), Line(text, fixed=True, denies=(indicator,)))


def ending(rng: Random, phrases: Bank, contacts: tuple[str, ...]) -> list[Line]:
    """A line for each contact slot, perhaps boilerplate, perhaps a greeting."""
    lines = [Line(write(pick(rng, phrases.contact[kind]), rng), fixed=True) for kind in contacts]
    if happens(rng, 0.3):
        lines.append(Line(write(pick(rng, phrases.common["boilerplate"]), rng), breaks=True))
    if happens(rng, 0.4):
        lines.append(Line(write(pick(rng, phrases.common["closing"]), rng)))
    return lines


def paragraphs(rng: Random, lines: list[Line]) -> tuple[Line, ...]:
    """Breaks every one to four sentences, as people do."""
    left = between(rng, 1, 4)
    done = []
    for line in lines:
        breaks = line.breaks or left == 0
        left = between(rng, 0, 3) if breaks else left - 1
        done.append(line if line.breaks == breaks else replace(line, breaks=breaks))
    return tuple(done)
