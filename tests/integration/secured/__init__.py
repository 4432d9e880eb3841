"""The real Elasticsearch with its security: users, roles and keys.

The bare build has the two modules of security. What it lacks are three parts of text analysis, without which the index
that holds its users cannot be made: a plug-in of a few lines brings them, from the Lucene that is there.
"""

import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from infra.engines import account, elasticsearch, java, opensearch, ports, processes
from infra.engines.fetch import fetch
from processors.cache_folder import cache_folder

PASSWORD = "elastic_password"  # the name of the file that holds that of the superuser, in the folder of the secrets
SECURITY = """\
xpack.security.enabled: true
xpack.security.autoconfiguration.enabled: false
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false
"""
_SOURCE = Path(__file__).parent / "SecurityIndexAnalysis.java"
_DESCRIPTOR = """\
name=security-index-analysis
description=What the index of users needs
version=1
java.version=17
classname=SecurityIndexAnalysis
elasticsearch.version={version}
"""


@contextmanager
def running_secured(secrets: Path) -> Iterator[str]:
    """The address of an Elasticsearch that knows its users, whose superuser has the password of `secrets`; nothing is
    left of it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="adwatch-secured-"))
    port = ports.pick()
    started = None
    try:
        program = _program(home)
        _configure(home, port)
        if who := account.unprivileged():
            who.own(home)
        environment = {
            "PATH": "/usr/bin:/bin",
            "ES_JAVA_HOME": str(java.find().home),
            "ES_PATH_CONF": str(home / "config"),
            "ES_TMPDIR": str(home / "tmp"),
            "CLI_JAVA_OPTS": java.QUICK,
        }

        def run(name: str, *arguments: str, said: str = "") -> None:
            subprocess.run(
                [str(program / "bin" / name), *arguments], input=said, env=environment, cwd=home, text=True,
                check=True, timeout=280, stdout=subprocess.DEVNULL, umask=0o077, **(who.options() if who else {}),
            )  # fmt: skip

        password = (secrets / PASSWORD).read_text().strip()
        run("elasticsearch-keystore", "add", "--force", "--stdin", "bootstrap.password", said=password)
        run("elasticsearch", "-d", "-p", str(home / "pid"))
        started = psutil.Process(int((home / "pid").read_text()))
        yield f"http://127.0.0.1:{port}"
    finally:
        if started:
            processes.stop([started])
        shutil.rmtree(home)


def _program(home: Path) -> Path:
    """A copy of the bare build, with the plug-in."""
    (shipped,) = fetch("elasticsearch", cache_folder(), print).glob("elasticsearch-*")
    copied = home / shipped.name
    shutil.copytree(shipped, copied)
    plugin, compiled = copied / "plugins" / "security-index-analysis", home / "compiled"
    compiler = opensearch.java().home / "bin" / "javac"
    subprocess.run(
        [str(compiler), "--release", "17", "-cp", f"{copied / 'lib'}/*", "-d", str(compiled), str(_SOURCE)],
        check=True, timeout=120,
    )  # fmt: skip
    plugin.mkdir()
    with zipfile.ZipFile(plugin / "plugin.jar", "w") as jar:
        for path in sorted(compiled.iterdir()):
            jar.write(path, path.name)
    version = shipped.name.removeprefix("elasticsearch-")
    (plugin / "plugin-descriptor.properties").write_text(_DESCRIPTOR.format(version=version))
    return copied


def _configure(home: Path, port: int) -> None:
    """As `adwatch engines up` does it, but for the security."""
    for name in ("config", "data", "logs", "tmp"):
        (home / name).mkdir()
    (shipped,) = home.glob("elasticsearch-*")
    shutil.copy(shipped / "config" / "log4j2.properties", home / "config")
    paths = {name: json.dumps(str(home / name)) for name in ("data", "logs")}
    settings = elasticsearch.SETTINGS.format(port=port, transport=ports.pick({port}), **paths)
    assert "xpack.security.enabled: false\n" in settings
    settings = settings.replace("xpack.security.enabled: false\n", SECURITY)
    (home / "config" / "elasticsearch.yml").write_text(settings)
    mark = f"-Dadwatch.secured={home.name}"
    (home / "config" / "jvm.options").write_text(elasticsearch.JVM.format(pages="", compiler=java.QUICK, mark=mark))
