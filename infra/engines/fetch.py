"""Fetching an engine's files once per user. What is half done never counts."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.engines.files import make_open
from infra.engines.locks import locked
from infra.engines.pins import Pin, artifact, digest, load, sha256
from infra.engines.unpack import unpack
from infra.errors import EngineError, disk_error

Say = Callable[[str], None]
TIMEOUT_S = 60  # without a byte


def fetch(engine: str, cache: Path, say: Say) -> Path:
    """The folder that holds `engine` ("kafka" or "elasticsearch"), fetched and unpacked when it is not there yet.

    A folder with the final name is complete: it was renamed to it after every file had its SHA-256. Raises EngineError
    when a file cannot be fetched, is not the one we know, or does not fit on the disk.
    """
    pins = load(engine)
    target = cache / f"{engine}-{digest(pins)}"
    if target.is_dir():
        return target
    try:
        make_open(cache)  # another account may run what is in it
        with locked(cache / f"{engine}.lock"):
            if not target.is_dir():
                say(f"fetching {engine} ({len(pins)} files, kept for later)")
                _fetch_into(target, pins)
    except OSError as error:
        raise disk_error(error, f"fetching {engine} into {cache}") from error
    return target


def _fetch_into(target: Path, pins: tuple[Pin, ...]) -> None:
    with _staging(target) as folder:
        repository, ready = folder / "repository", folder / "ready"
        make_open(ready)
        for pin, path in zip(pins, download(pins, repository), strict=True):
            keep(pin, path, ready)
        ready.rename(target)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder beside `target` to work in; what a killed command left in it is removed first, the rest afterwards."""
    folder = target.with_suffix(".part")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def download(pins: tuple[Pin, ...], repository: Path) -> list[Path]:
    """Fetch `pins` into the new folder `repository` and return their paths, in order. Raises EngineError."""
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(repo_cache=repository, resolver=PythonResolver(), timeout=TIMEOUT_S)
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(lambda pin: _download_one(context, pin), pins))


def _download_one(context: Any, pin: Pin) -> Path:
    import requests

    try:
        path: Path = artifact(context, pin.coordinate).resolve()
    except (requests.RequestException, RuntimeError) as error:
        reason = type(error).__name__ if isinstance(error, requests.RequestException) else "not there"
        raise EngineError(
            f"cannot fetch {pin.file_name} from Maven Central ({reason}); check the network and run it again"
        ) from error
    return path


def keep(pin: Pin, path: Path, folder: Path) -> None:
    """Move a fetched file into `folder`, or unpack it there when it is a zip. Raises EngineError if it is not ours."""
    found = sha256(path)
    if found != pin.sha256:
        raise EngineError(
            f"{pin.file_name} is not the file we know: SHA-256 {found[:12]}... instead of {pin.sha256[:12]}...; "
            "nothing was kept; run it again, and if it stays so, somebody changed the file on the way"
        )
    if path.suffix == ".zip":
        unpack(path, folder)
        return
    target = folder / pin.file_name
    path.rename(target)
    target.chmod(0o644)
