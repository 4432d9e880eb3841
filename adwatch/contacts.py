"""Contacts in a few words that a person typed, read as the enrich stage reads them in ads."""

from schemas.mention import CONTACT_KINDS


def contacts_in(text: str, country: str | None = None) -> list[tuple[str, str]]:
    """(kind, canonical value) of each contact in the text, each once. `country` (ISO 3166 alpha-2) helps to read phone
    numbers without a prefix."""
    from processors.enrich.mentions import find
    from processors.enrich.normalise import normalise
    from processors.enrich.overlaps import without_overlaps
    from processors.enrich.passage import Field, of_text

    read = normalise(text).text
    passage = of_text(read, country=country, fields=(Field("contact", 0, len(read)),))
    found = without_overlaps(find(passage))
    return list(dict.fromkeys((one.kind.value, one.value) for one in found if one.kind in CONTACT_KINDS))
