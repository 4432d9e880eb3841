"""`adwatch sources opt-out`: who asked not to be read."""

from urllib.parse import urlsplit

from adwatch import audit, settings
from adwatch.errors import KnownError
from adwatch.people import login_name
from spiders.opt_out import OptOut


def show() -> int:
    """Print the list."""
    opt_out = OptOut(settings.load().home)
    print("\n".join(opt_out.lines()) or f"nobody yet; the list is {opt_out.path}")
    return 0


def change(address: str, note: str, remove: bool) -> int:
    """Put an address on the list or take it off; 1 when it was not there. Raises KnownError for no address."""
    home, login = settings.load().home, login_name()
    opt_out = OptOut(home)
    site = urlsplit(address if "://" in address else f"//{address}").hostname or "?"  # the path may name a person
    if remove:
        audit.append(home, "source.opt_out_ended", site, login, login)
        found = opt_out.remove(address)
        print(f"{'off the list' if found else 'was not on the list'}: {address}")
        return 0 if found else 1
    try:
        opt_out.add(address, note)
        audit.append(home, "source.opt_out", site, login, login)
    except ValueError as error:
        raise KnownError(str(error)) from None
    print(f"on the list, for running crawls too: {address}")
    return 0
