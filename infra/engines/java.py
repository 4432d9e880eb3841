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
# 10 s for Elasticsearch) and works for another 75 s over the first 100,000 documents. From then on each costs half.
QUICK = "-XX:TieredStopAtLevel=1"
COMPILERS = {"quick": QUICK, "thorough": "-XX:+TieredCompilation"}
INSTALLED = Path("/usr/lib/jvm")  # where Linux distributions put every version


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: its home, its program and its major version, and which of its compilers are to be used."""

    home: Path
    program: Path
    version: int
    compiler: str = QUICK


def find(needed: int = NEEDED, package: str = "openjdk-17-jre-headless") -> Java:
    """The Java to use: that of JAVA_HOME or of the path, else a newer one that is installed beside it.

    Raises EngineError, naming what to install, when there is none or all are too old.
    """
    advice = f"install Java {needed} or newer (Debian and Ubuntu: apt install {package}) or set JAVA_HOME"
    program = _program(advice)
    java = describe(program, _ask(program, advice), advice)
    if java.version >= needed:
        return java
    if "JAVA_HOME" not in os.environ:
        for other in sorted(INSTALLED.glob("*/bin/java")):
            beside = describe(other, _ask(other, advice), advice)
            if beside.version >= needed:
                return beside
    raise EngineError(f"{program} is Java {java.version}, too old; {advice}")


def _program(advice: str) -> Path:
    home = os.environ.get("JAVA_HOME")
    if home:
        program = Path(home) / "bin" / "java"
        if not os.access(program, os.X_OK):
            raise EngineError(f"JAVA_HOME is {home}, but there is no bin/java in it; {advice}")
        return program
    found = shutil.which("java")
    if found is None:
        raise EngineError(f"no Java found; {advice}")
    return Path(found)


def _ask(program: Path, advice: str) -> str:
    """What `java` says about itself (all of it goes to standard error)."""
    command = [str(program), "-XshowSettings:properties", "-version"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(f"{program} does not run ({type(error).__name__}); {advice}") from error


def describe(program: Path, properties: str, advice: str = "set JAVA_HOME") -> Java:
    """Read home and version from the output of `java -XshowSettings:properties -version`. Raises EngineError."""
    version = re.search(r"^\s*java\.specification\.version = (?:1\.)?(\d+)", properties, re.MULTILINE)
    home = re.search(r"^\s*java\.home = (.+)$", properties, re.MULTILINE)
    if not version or not home:
        raise EngineError(f"{program} does not say which Java it is; {advice}")
    return Java(Path(home[1].strip()), program, int(version[1]))
