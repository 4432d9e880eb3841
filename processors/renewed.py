"""Records that were on their way when the keys of tokens changed: a stage sees them under the key in force."""

from collections.abc import Callable, Sequence
from typing import Any

from processors.settings import ProcessorSettings
from processors.stage import Outcome
from schemas.codec import decode, encode
from schemas.tokens import TokenKeys, has_tokens_before


def with_new_tokens(
    process: Callable[..., Sequence[Outcome]], settings: ProcessorSettings
) -> Callable[..., Sequence[Outcome]]:
    """The same process, given every record with the tokens of today. Costs nothing before there is a second key."""
    secret = settings.secrets.token_key
    keys = TokenKeys.parse(secret.get_secret_value()) if secret else None
    if keys is None or keys.generation == 1:
        return process

    def renewed(record: Any) -> Any:
        raw = encode(record)
        return decode(type(record), keys.renewed_bytes(raw)) if has_tokens_before(keys.generation, raw) else record

    return lambda records, *transaction: process([renewed(record) for record in records], *transaction)
