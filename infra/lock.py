"""Writes requirements/*.txt again from pyproject.toml: every artifact by SHA-256, no addresses. `make lock`.

The largest set is resolved first and constrains the others, so that one version of a package is installed everywhere.
One set stands apart: what an example needs must not hold back the versions that all others get.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path("requirements")
EVERY_TEST = ("airflow", "confluent", "engines", "models")  # the extras that all tests together need
SETS = {
    "dev": [*(f"--extra={extra}" for extra in EVERY_TEST), "--group=dev"],
    "airflow": ["--extra=airflow"],
    "core": ["--extra=engines"],
    "quix": ["--extra=quix"],
}
APART = ("quix",)
UNIVERSAL = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]


def compile_set(name: str, options: list[str]) -> None:
    """Resolve one set. Raises CalledProcessError when nothing fits together; uv says why."""
    constraint = [] if name in ("dev", *APART) else ["--constraint", str(FOLDER / "dev.txt")]
    out = FOLDER / f"{name}.txt"
    command = ["pip", "compile", "--quiet", *UNIVERSAL, *options, *constraint, "pyproject.toml", "-o", str(out)]
    subprocess.run([str(Path(sys.executable).parent / "uv"), *command], check=True)
    if "://" in out.read_text(encoding="utf-8"):
        raise SystemExit(f"{out} names an address; a lock must not")


def main() -> None:
    """Resolve every set, the largest first."""
    for name, options in SETS.items():
        compile_set(name, options)


if __name__ == "__main__":
    main()
