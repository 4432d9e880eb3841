"""The vault: EnrichedAd -> SealedAd, the one form in which clear text outlives the short topics.

Envelope encryption: each record has a key of its own, wrapped by a master key that is kept apart (a file or the
environment). What reads and writes the search engine lies elsewhere: here is the sealing and opening alone.
"""

from collections.abc import Callable, Sequence

from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Retry
from processors.vault.envelope import open_sealed, rewrap, seal
from processors.vault.keys import KeyRing, VaultError, new_key
from processors.vault.original import ClearContact, Original, original_of
from schemas.ad import EnrichedAd
from schemas.sealed import SealedAd

NO_KEY = Retry("vault: no key")
File = Callable[[Sequence[SealedAd]], Sequence[Outcome]]


def build(settings: ProcessorSettings, file: File) -> Callable[[Sequence[EnrichedAd]], Sequence[Outcome]]:
    """The stage's process; `file` stores what was sealed.

    Without a master key it waits: what it has not sealed stays on its topic for as long as that keeps it, and nothing
    else waits for it. An installation that keeps no originals says so (`vault.keep_originals`). Raises
    StageStoppedError for a key that is none.
    """
    if not settings.vault.keep_originals:
        return lambda ads: [Emit()] * len(ads)
    secret = settings.secrets.vault_key
    if secret is None or not secret.get_secret_value().strip():
        return lambda ads: [NO_KEY] * len(ads)
    ring = KeyRing.parse(secret.get_secret_value())
    return lambda ads: file([seal(ad, original_of(ad), ring) for ad in ads])


__all__ = [
    "ClearContact", "KeyRing", "Original", "VaultError", "build", "new_key", "open_sealed", "original_of",
    "rewrap", "seal",
]  # fmt: skip
