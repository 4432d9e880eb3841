"""An ad's original text and clear contacts, encrypted by us: what the vault's index holds, and nothing else does."""

from schemas.base import Moment, Record, epoch_ms


class SealedAd(Record, frozen=True, kw_only=True, omit_defaults=False):
    """One ad, sealed. Without the master key it says no more than the masked ad does: which tokens it has."""

    ad_id: str
    source: str
    observed_at: Moment  # when the ad was seen like this
    tokens: tuple[str, ...]  # of the contacts inside, so that one of them can be found and opened
    key_id: str  # of the master key that wraps the data key
    wrapped_key: bytes  # this record's own key (RFC 3394)
    sealed: bytes  # nonce and AES-256-GCM of the original

    @property
    def version(self) -> int:
        """The external version in the search engine: later observations win; the room in between is for new keys."""
        return epoch_ms(self.observed_at) * 1000
