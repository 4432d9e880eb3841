"""`adwatch rules reference`: what a rule file may say, made from the very models that read it."""

from adwatch.rule_reference import rendered


def reference() -> int:
    """Print the page."""
    print(rendered(), end="")
    return 0
