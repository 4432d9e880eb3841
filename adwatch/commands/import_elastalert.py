"""`adwatch rules import-elastalert FILE`: the converted rule on standard output, what is missing on standard error."""

import sys
from pathlib import Path

import yaml

from adwatch.elastalert import convert
from adwatch.errors import KnownError
from processors.yaml_file import read_yaml

INCOMPLETE = 1
ALWAYS = 1  # one remark names what only a person can write, and is no loss


def import_elastalert(path: Path) -> int:
    """Print the rule; exit code 1 when something was left out. Raises KnownError: no rule of a known type."""
    try:
        converted = convert(read_yaml(path).data)
    except ValueError as error:
        raise KnownError(f"{path}: {error}") from None
    print(yaml.safe_dump(converted.rule, allow_unicode=True, sort_keys=False), end="")
    for remark in converted.remarks:
        print(f"{path}: {remark}", file=sys.stderr)
    return INCOMPLETE if len(converted.remarks) > ALWAYS else 0
