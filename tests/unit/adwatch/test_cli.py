"""The command line: quick to start, every command has help, known errors are one line."""

import re
import shlex
import subprocess
import sys
from functools import reduce
from pathlib import Path
from typing import Any, cast

import psutil
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from adwatch.cli import app
from adwatch.progress import wait_for
from tests.unit.test_documentation import wrong

HEAVY = ("spacy", "scrapy", "elasticsearch", "kafka", "numpy", "airflow", "pydantic", "rich.progress")


def run(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(arguments, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_help_imports_nothing_heavy() -> None:
    result = run(sys.executable, "-X", "importtime", "-m", "adwatch.cli", "--help")
    imported = {line.rsplit("|", 1)[-1].strip() for line in result.stderr.splitlines()}
    assert result.returncode == 0
    assert not [name for name in imported if name.startswith(HEAVY)]


def _commands(command: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    children = getattr(command, "commands", None)
    return [path] if not children else [p for name, c in children.items() for p in _commands(c, (*path, name))]


@pytest.mark.parametrize("path", _commands(get_command(app)), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def _command(path: tuple[str, ...]) -> Any:
    return reduce(lambda group, name: group.commands[name], path, cast(Any, get_command(app)))


@pytest.mark.parametrize("path", _commands(get_command(app)), ids=" ".join)
def test_a_command_that_needs_something_shows_an_example_which_can_be_typed(path: tuple[str, ...]) -> None:
    command = _command(path)
    shown = re.findall(r"(?:Examples?:\s|; )adwatch ([^;]+)", command.help or "")
    assert [problem for each in shown if (problem := wrong(shlex.split(each)))] == []
    if any(param.required for param in command.params):
        assert any(each.startswith(" ".join(path)) for each in shown)


def test_any_command_can_be_told_to_end_with_who_started_it() -> None:
    """The one that started it dies without a word; waiting for the other's output ends when the other does."""
    starts = (
        "import os, subprocess, sys; child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True);"
        "child.stdout.readline(); print(child.pid, flush=True); os._exit(0)"
    )
    command = (
        sys.executable,
        "-m",
        "adwatch.cli",
        "--with-parent",
        "simulate",
        "--serve",
        "--port",
        "0",
        "--ads",
        "10",
    )
    pid = int(run(sys.executable, "-c", starts, *command).stdout)
    gone = wait_for(lambda: not psutil.pid_exists(pid), 20)
    if not gone:
        psutil.Process(pid).kill()
    assert gone, "the command outlived who started it"


def test_a_wrong_setting_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "adwatch.yml").write_text("kafka: {bootstrp: x}\n", encoding="utf-8")
    result = run(sys.executable, "-m", "adwatch.cli", "topics", "apply", cwd=tmp_path)
    assert result.returncode == 2
    assert "kafka.bootstrp" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("flat", "--sizes", "many"),
        ("flat", "--sizes", "0"),
        ("flat", "--sizes", "10,,20"),
        ("hops", "--records", "200"),
        ("growing", "--ads", "0"),
        ("latency", "--rate", "0"),
    ],
)
def test_a_benchmark_of_nothing_is_refused_before_it_begins(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, ["bench", *words])
    assert told.exit_code == 2
    assert "Invalid value" in told.output
    assert words[1] in told.output
