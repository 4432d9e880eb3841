"""The random keys of a local installation. Production brings its own."""

import base64
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from infra.engines.files import write

KEYS: dict[str, Callable[[], str]] = {
    "token_key": lambda: secrets.token_urlsafe(32),  # HMAC key of contact tokens
    "url_key": lambda: Fernet.generate_key().decode(),  # encrypts addresses in the children's lane
    "vault_key": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),  # wraps the keys of the vault
}


def create_missing(folder: Path) -> None:
    """Make the keys that `folder` lacks, readable by their owner only. Keys that exist stay: tokens depend on them."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, make in KEYS.items():
        path = folder / name
        if not path.exists():
            write(path, make() + "\n", mode=0o600)
