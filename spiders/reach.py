"""How far a crawl goes: not further back than the source's history, and not on where nothing new comes."""

from dataclasses import replace
from datetime import datetime, timedelta

from spiders.read.page import Draft, Follow, Role, Step
from spiders.record import parse_date
from spiders.source import Source


class Reach:
    """Cuts each step of a crawl to what lies within it. `now` is aware, UTC."""

    def __init__(self, source: Source, now: datetime) -> None:
        self._now = now
        self._since = now - timedelta(days=source.history_days) if source.history_days else None
        self._seen: set[int] = set()  # of every ad, by key or address

    def within(self, step: Step) -> tuple[Step, int]:
        """The step without what lies beyond, and how many ads and pages that were.

        Listings show the newest first: a page with old ads only is the last one that is worth asking for.
        """
        ads = tuple(ad for ad in step.ads if not self._is_old(ad.posted_at))
        follow = tuple(each for each in step.follow if not self._is_old(each.modified))
        skipped = len(step.ads) - len(ads) + len(step.follow) - len(follow)
        is_end = skipped > 0 and not ads and not any(each.role is Role.AD for each in follow)
        is_new = self._note(ads, follow)
        follow = tuple(each for each in follow if each.role is not Role.LIST or _goes_on(each, is_end, is_new))
        return replace(step, ads=ads, follow=follow), skipped

    def _is_old(self, when: str) -> bool:
        moment = parse_date(when, self._now) if self._since and when else None
        return bool(moment and self._since and moment < self._since)

    def _note(self, ads: tuple[Draft, ...], follow: tuple[Follow, ...]) -> bool:
        """Was anything here not seen before in this crawl?"""
        names = {hash(ad.key) for ad in ads} | {hash(each.url) for each in follow if each.role is Role.AD}
        is_new = not names <= self._seen
        self._seen |= names
        return is_new


def _goes_on(follow: Follow, is_end: bool, is_new: bool) -> bool:
    return not is_end and (is_new or not follow.only_if_new)
