"""`adwatch rules reference`: what a rule file may say, made from the very models that read it."""

from adwatch.pages import rules


def reference() -> int:
    """Print the page."""
    print(rules.page(), end="")
    return 0
