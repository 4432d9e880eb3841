"""`adwatch lookup`: the token of a clear contact, to search by; on record, and the contact is kept nowhere."""

import getpass
import json
import sys

from adwatch import access, settings
from adwatch.contacts import contacts_in
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.reader import Reader
from adwatch.settings import Settings
from schemas.tokens import TokenKeys

_LONGEST = 500


def run(purpose: str, reason: str, country: str | None, by: str | None, as_json: bool) -> int:
    """Ask for the contact, or read it from standard input; print its token and how many ads have it. Raises KnownError
    for anything but one contact, which is not repeated."""
    loaded = settings.load()
    keys, who = token_keys(loaded), person(loaded, by)
    kind, value = read_contact(country)
    token = keys.token(kind, value)
    access.note_lookup(loaded, who, token, purpose, reason)
    with Reader(loaded.search) as reader:
        ads = reader.count_matching({"term": {"contacts.token": token}})
    print(json.dumps({"token": token, "ads": ads}) if as_json else f"{token}  in {ads:,} ads")
    return 0


def read_contact(country: str | None) -> tuple[str, str]:
    """One contact (kind, canonical value), typed without echo or piped in. Raises KnownError."""
    typed = getpass.getpass("contact (not shown): ") if sys.stdin.isatty() else sys.stdin.read(_LONGEST + 1)
    if len(typed) > _LONGEST:
        raise KnownError(f"one contact is expected, not more than {_LONGEST} characters")
    found = contacts_in(typed, country)
    if len(found) != 1:
        raise KnownError(
            f"one contact is expected, and {len(found) or 'none'} can be read; --country helps with a phone number"
        )
    return found[0]


def token_keys(loaded: Settings) -> TokenKeys:
    """The keys of contact tokens. Raises KnownError without them."""
    if loaded.secrets.token_key is None:
        raise KnownError("secrets.token_key is not set: without it no contact has a token")
    try:
        return TokenKeys.parse(loaded.secrets.token_key.get_secret_value())
    except ValueError as error:
        raise KnownError(f"secrets.token_key: {error}") from None
