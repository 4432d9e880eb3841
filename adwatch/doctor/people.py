"""Who is told of alerts, how old is what they are told of the past, and what waits for the child-safety officer."""

from datetime import datetime, timedelta

from adwatch.doctor.line import Line, Mark
from adwatch.errors import KnownError
from adwatch.settings import Settings

LEARNED_GOOD = timedelta(days=2)


def targets(settings: Settings) -> Line:
    """The notification targets: whether they can be used, and how they did lately."""
    import msgspec

    from processors.notify import report
    from processors.notify.targets.errors import TargetError
    from processors.notify.teams import teams

    try:
        told = teams(settings.notify)
    except TargetError as error:
        return Line("notifications", Mark.FAIL, str(error), "mend notify.targets or notify.teams")
    if not told:
        return Line("notifications", Mark.WARN, "nobody is told", "set notify.targets or notify.teams")
    file = report.path(settings.home)
    lately = msgspec.json.decode(file.read_bytes(), type=report.Report).targets if file.exists() else ()
    if dead := sorted({each.target for each in lately if each.dead}):
        return Line("notifications", Mark.FAIL, f"dead: {', '.join(dead)}", "see: adwatch alerts targets")
    return Line("notifications", Mark.OK, f"{sum(len(team.targets) for team in told)} targets of {len(told)} teams")


def learned(settings: Settings, now: datetime) -> Line:
    """How old is what notifications say of the past."""
    from processors.notify import known

    made_at = known.reader(known.path(settings.home))().made_at
    mend = "run once a day, for instance by the DAG alerts_learn: adwatch alerts learn"
    if made_at is None:
        return Line("reviews", Mark.WARN, "notifications know of no base rate and no earlier verdict", mend)
    found = f"learned from at {made_at:%Y-%m-%d %H:%M} UTC"
    if now - made_at > LEARNED_GOOD:
        return Line("reviews", Mark.WARN, f"{found}, more than {LEARNED_GOOD.days} days ago", mend)
    return Line("reviews", Mark.OK, found)


def children(settings: Settings) -> Line:
    """How many reports of the children's lane nobody has opened, and since when the first of them waits."""
    from adwatch.children import reports

    try:
        waiting = [report.newest.observed_at for report in reports(settings) if report.opened is None]
    except KnownError as error:
        return Line("children's lane", Mark.FAIL, str(error), "mend what it names")
    if not waiting:
        return Line("children's lane", Mark.OK, "no report waits")
    found = f"reports that wait to be opened: {len(waiting)}, since {min(waiting):%Y-%m-%d %H:%M} UTC"
    return Line("children's lane", Mark.WARN, found, "the child-safety officer: adwatch children list")
