"""A template with its slots: constant text, numbered slots with their most frequent value, and all values below."""

from collections.abc import Sequence

from adwatch.show.html import table, text
from processors.index.document import AdDocument
from processors.link.template import Template, template_of_texts

_NO_SPACE = frozenset(",.;:!?)\n")
MOST_VALUES = 12  # of a slot that are listed


def template_section(ads: Sequence[AdDocument]) -> str:
    """The template of near-duplicate ads. It is the same in whatever order they come."""
    template = template_of_texts({ad.ad_id: _written(ad) for ad in ads})
    values = template.values()
    rows = [(f"{number}", _listed(seen)) for number, seen in enumerate(values, 1)]
    said = "What all of these ads say. What differs stands in numbered slots, here with its most frequent value."
    return (
        f"<p class=small>{said if rows else 'The ads say the same, word by word.'}</p>\n"
        f"<div class=template>{_constant_and_slots(template)}</div>\n"
        + table(("slot", "values, and how many ads have them"), rows)
    )


def _constant_and_slots(template: Template) -> str:
    pieces = [text(template.parts[0])]
    for number, (seen, part) in enumerate(zip(template.values(), template.parts[1:], strict=True), 1):
        most = next((value for value, _ in seen if value), "")
        space = "" if part[:1] in _NO_SPACE else " "
        pieces.append(f"<mark>{text(most)}<sub>{number}</sub></mark>{space}{text(part)}")
    return "".join(pieces)


def _listed(seen: list[tuple[str, int]]) -> str:
    shown = [f"{value or '(nothing)'} ×{count}" for value, count in seen[:MOST_VALUES]]
    return ", ".join(shown) + (f" and {len(seen) - MOST_VALUES} more" if len(seen) > MOST_VALUES else "")


def _written(ad: AdDocument) -> str:
    return "\n".join(part for part in (ad.title, ad.body, *ad.fields.values()) if part)
