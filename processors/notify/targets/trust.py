"""Whose certificates are believed."""

import ssl
from pathlib import Path

from processors.notify.targets.errors import TargetError


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """A context that checks names and certificates. Raises TargetError when the file cannot be used."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise TargetError("notify.ca_file cannot be used", str(error)) from None
    return context
