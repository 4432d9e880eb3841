"""Contacts of services that help people: they stand in ads of every kind, as a warning or as an offer of help."""

import re
from pathlib import Path

from processors.link.intake import contact_key
from processors.yaml_file import read_yaml
from schemas.mention import MentionKind
from schemas.tokens import TokenKeys

_NO_DIGIT = re.compile(r"\D")


def service_contacts(catalogue: Path, keys: TokenKeys) -> frozenset[bytes]:
    """The keys of all telephones and e-mail addresses in the catalogue's assistance tables. Raises FileError."""
    tables = (read_yaml(path).data for path in sorted((catalogue / "assistance").glob("*.yml")))
    written = [str(service.get("contact", "")) for table in tables for service in table.get("services", ())]
    return frozenset(
        contact_key(keys.token(kind, value))
        for contact in written
        for part in contact.split(",")
        for kind, value in [_read(part.strip())]
    )


def _read(written: str) -> tuple[MentionKind, str]:
    """A contact in its canonical form; what is neither telephone nor address matches nothing."""
    if written.startswith("+"):
        return MentionKind.PHONE, "+" + _NO_DIGIT.sub("", written)
    return MentionKind.EMAIL, written.casefold()
