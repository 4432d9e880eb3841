"""Which Java is taken, and what is said when there is none that will do."""

from pathlib import Path

import pytest

from infra.engines import elasticsearch, java
from infra.engines.places import Places
from infra.errors import EngineError

PROGRAM = Path("/opt/java/bin/java")


def properties(version: str, home: str = "/opt/java") -> str:
    return f"Property settings:\n    java.home = {home}\n    java.specification.version = {version}\nopenjdk ...\n"


@pytest.mark.parametrize(("said", "version"), [("1.8", 8), ("11", 11), ("17", 17), ("25", 25)])
def test_versions_old_and_new_are_understood(said: str, version: int) -> None:
    assert java.describe(PROGRAM, properties(said)) == java.Java(Path("/opt/java"), PROGRAM, version)


def test_a_home_with_spaces_is_understood() -> None:
    assert java.describe(PROGRAM, properties("17", "/opt/my java")).home == Path("/opt/my java")


@pytest.mark.parametrize("said", ["", "Segmentation fault", "java.home = /opt/java\n"])
def test_a_program_that_is_no_java_is_told(said: str) -> None:
    with pytest.raises(EngineError, match="does not say which Java"):
        java.describe(PROGRAM, said)


def script(folder: Path, text: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return folder


CASES = {
    "too old": (f"cat >&2 <<'END'\n{properties('11')}END", "is Java 11, too old; install Java 17"),
    "fails": ("exit 3", "does not run"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_java_that_will_not_do_is_told_with_what_to_install(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, message = CASES[case]
    monkeypatch.setenv("JAVA_HOME", str(script(tmp_path, text)))
    with pytest.raises(EngineError, match=message):
        java.find()


def test_java_home_comes_before_the_path_and_a_wrong_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="no bin/java in it"):
        java.find()


def test_no_java_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="no Java found; install Java 17"):
        java.find()


@pytest.mark.parametrize(
    ("jit", "line"), [("quick", "-XX:TieredStopAtLevel=1"), ("thorough", "-XX:+TieredCompilation")]
)
def test_the_search_engine_has_the_compilers_that_are_asked_for(jit: str, line: str, tmp_path: Path) -> None:
    assert line in options(tmp_path, java.COMPILERS[jit])


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_large_pages_are_asked_for_where_java_knows_them(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert ("-XX:+UseTransparentHugePages" in options(tmp_path, java.QUICK)) == (system == "linux")


def options(folder: Path, compiler: str) -> list[str]:
    """The options of a search engine that is started with this compiler."""
    shipped = folder / "program" / "config" / "log4j2.properties"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("")
    where = Places(folder / "home")
    elasticsearch._lay_out(where, folder / "program" / "bin" / "elasticsearch", 9200, compiler)
    return (elasticsearch.config(where) / "jvm.options").read_text().splitlines()
