"""The children's lane: what is kept of an ad that leaves the flow, and the address only under lock and key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.events import ChildSafetyHit
from schemas.finding import Finding


def hit(ad: RawAd, finding: Finding, settings: ProcessorSettings) -> ChildSafetyHit:
    """Where and when an ad was seen and which indicator it hit; no text, no contact, no quote.

    Raises ValueError without `secrets.url_key`: then the address must not be kept at all.
    """
    return ChildSafetyHit(
        ad_id=ad.ad_id,
        source=ad.source,
        source_family=ad.source_family,
        url_encrypted=_lock(settings).encrypt(ad.url.encode("utf-8", "surrogatepass")).decode(),
        observed_at=ad.observed_at,
        indicator=finding.indicator,
    )


def open_url(hit: ChildSafetyHit, settings: ProcessorSettings) -> str:
    """The address, for the child-safety officer. Raises ValueError without the key, or with another one."""
    try:
        return _lock(settings).decrypt(hit.url_encrypted.encode()).decode("utf-8", "surrogatepass")
    except InvalidToken:
        raise ValueError("its address was encrypted with another key than secrets.url_key, or changed") from None


def _lock(settings: ProcessorSettings) -> Fernet:
    secret: SecretStr | None = settings.secrets.url_key
    if secret is None:
        raise ValueError("secrets.url_key is not set: it encrypts addresses in the children's lane")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.get_secret_value().encode()).digest()))
