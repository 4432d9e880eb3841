"""Finding a Java that can run the engines: `JAVA_HOME`, then the path."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.errors import EngineError

NEEDED = 17
# Only the quick compiler: the thorough one more than doubles the work of a start (23 s of processor time instead of
# 10 s for Elasticsearch) and pays off after some 100,000 documents.
QUICK = "-XX:TieredStopAtLevel=1"
ADVICE = f"install Java {NEEDED} or newer (Debian and Ubuntu: apt install openjdk-17-jre-headless) or set JAVA_HOME"


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: its home, its program and its major version."""

    home: Path
    program: Path
    version: int


def find() -> Java:
    """The Java to use. Raises EngineError, naming what to install, when there is none or it is too old."""
    program = _program()
    java = describe(program, _ask(program))
    if java.version < NEEDED:
        raise EngineError(f"{program} is Java {java.version}, too old; {ADVICE}")
    return java


def _program() -> Path:
    home = os.environ.get("JAVA_HOME")
    if home:
        program = Path(home) / "bin" / "java"
        if not os.access(program, os.X_OK):
            raise EngineError(f"JAVA_HOME is {home}, but there is no bin/java in it; {ADVICE}")
        return program
    found = shutil.which("java")
    if found is None:
        raise EngineError(f"no Java found; {ADVICE}")
    return Path(found)


def _ask(program: Path) -> str:
    """What `java` says about itself (all of it goes to standard error)."""
    command = [str(program), "-XshowSettings:properties", "-version"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(f"{program} does not run ({type(error).__name__}); {ADVICE}") from error


def describe(program: Path, properties: str) -> Java:
    """Read home and version from the output of `java -XshowSettings:properties -version`. Raises EngineError."""
    version = re.search(r"^\s*java\.specification\.version = (?:1\.)?(\d+)", properties, re.MULTILINE)
    home = re.search(r"^\s*java\.home = (.+)$", properties, re.MULTILINE)
    if not version or not home:
        raise EngineError(f"{program} does not say which Java it is; {ADVICE}")
    return Java(Path(home[1].strip()), program, int(version[1]))
