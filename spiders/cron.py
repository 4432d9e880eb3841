"""Cron expressions, only as far as a typing error in one can be seen without a scheduler."""

LIMITS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))


def check_cron(text: str) -> str:
    """The expression as it came in. Raises ValueError naming the field that is wrong."""
    fields = text.split()
    if len(fields) != len(LIMITS):
        raise ValueError("expected five fields: minute hour day month weekday, for example '17 */6 * * *'")
    for field, (name, low, high) in zip(fields, LIMITS, strict=True):
        for part in field.split(","):
            _check_part(part, name, low, high)
    return text


def _check_part(part: str, name: str, low: int, high: int) -> None:
    span, _, step = part.partition("/")
    bounds = [] if span == "*" else span.split("-")
    numbers = [*bounds, step] if "/" in part else bounds
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise ValueError(f"{name}: {part!r} is not *, a number, a range or a step")
    if len(bounds) > 2 or not all(low <= int(bound) <= high for bound in bounds) or step == "0":
        raise ValueError(f"{name}: {part!r} is not within {low} to {high}")
