"""`adwatch tokens new-key | renew`: a new key for the tokens of contacts, without losing what is linked."""

import json
import secrets

from adwatch import audit, settings
from adwatch.commands.lookup import token_keys
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.renewal import old_tokens_in, renew, running
from processors.index.client import SearchError, session
from processors.pipeline import STAGES


def make_key() -> int:
    """Print a new key. It goes after the others, on a line of its own."""
    print(secrets.token_urlsafe(32))
    return 0


def run(by: str | None, as_json: bool) -> int:
    """Bring everything stored to the key in force, on record. Raises KnownError while a stage runs."""
    loaded = settings.load()
    keys, who = token_keys(loaded), person(loaded, by)
    if busy := list(running(loaded.home, list(STAGES))):
        raise KnownError(f"stop the stages first: {', '.join(busy)} run, and would write tokens of the older key")
    audit.append(loaded.home, "tokens.renew", f"key {keys.generation}", who.name, who.login)
    try:
        with session(loaded.search) as client:
            done = renew(client, loaded, keys)
    except SearchError as error:
        raise KnownError(str(error)) from error
    by_hand = [str(path) for path in old_tokens_in(loaded.catalogue, keys)]
    if as_json:
        print(json.dumps({"key": keys.generation, "renewed": done, "by_hand": by_hand}))
    else:
        print(f"everything has tokens of key {keys.generation} now: {_counts(done) or 'it had before'}")
        print(*(f"to be changed by hand, with adwatch lookup: {path}" for path in by_hand), sep="\n", end="")
    return 0


def _counts(done: dict[str, int]) -> str:
    return ", ".join(f"{count:,} in {name}" for name, count in done.items())
