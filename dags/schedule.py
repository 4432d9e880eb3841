"""When a source is crawled: its own cron expression, moved a little so that not all sources start at once."""

import hashlib

from airflow.sdk import CronTriggerTimetable

ZONE = "UTC"  # no hour is missing or comes twice when clocks change


def timetable(cron: str, name: str) -> CronTriggerTimetable:
    """The timetable of a source. A trigger, not an interval: a crawl reads what is there now."""
    return CronTriggerTimetable(spread(cron, name), timezone=ZONE)


def spread(cron: str, name: str) -> str:
    """The expression with its minute moved within the same hour, always by the same amount for the same name.

    `17 */6 * * *` may become `43 */6 * * *` and `*/15 * * * *` become `7-59/15 * * * *`: as often as before, and never
    earlier than written. Other minutes (lists, ranges) were chosen by somebody and stay.
    """
    minute, _, rest = cron.partition(" ")
    if minute.isdecimal():
        return f"{int(minute) + _offset(name, 60 - int(minute))} {rest}"
    start, _, step = minute.partition("/")
    if start == "*" and step.isdecimal():
        return f"{_offset(name, min(int(step), 60))}-59/{step} {rest}"
    return cron


def _offset(name: str, below: int) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) % below
