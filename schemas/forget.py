"""What an installation is to forget."""

from schemas.ad import Name
from schemas.base import Moment, Record


class Order(Record, frozen=True, kw_only=True):
    """One ad to be forgotten. `for_good`: whatever comes of it later is dropped as well."""

    ad_id: Name
    at: Moment
    for_good: bool = False
