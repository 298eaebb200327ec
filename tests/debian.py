"""What a Debian machine brings along: its packages, its mirror, its way to a package index."""

import ast
import logging
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_INDEX = re.compile(r"(PIP|UV)_((DEFAULT|EXTRA)_)?(INDEX(_URL)?|TRUSTED_HOST|INSECURE_HOST)")


class Unprepared(RuntimeError):
    """The machine lacks something that these tests need; the text says what to do."""


def install(program: str, *packages: str) -> None:
    """Install packages if `program` is missing: those of them that this release has.

    Raises:
        Unprepared: It is missing and cannot be installed from here.
    """
    if shutil.which(program):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unprepared(f"{program} is missing: install {packages[0]}")
    log.info("installing %s", packages[0])
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    said(["apt-get", "update"], environment)
    known = said(["apt-cache", "--generate", "pkgnames"]).split()
    wanted = [name for name in packages if name in known]
    said(["apt-get", "install", "--yes", "--no-install-recommends", *wanted], environment)


def said(command: list[str], environment: Mapping[str, str] | None = None) -> str:
    """What a command printed.

    Raises:
        Unprepared: It failed; the text is the end of what it said.
    """
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        output = f"{done.stdout}\n{done.stderr}".strip()
        raise Unprepared(f"`{' '.join(command)}` failed:\n{output[-2000:]}")
    return done.stdout


def mirror() -> str:
    """The mirror of Debian that this machine's own packages come from."""
    fields = ["--format", "$(ORIGIN) $(REPO_URI)", "Created-By: Packages"]
    for line in said(["apt-get", "indextargets", *fields]).splitlines():
        origin, _, address = line.partition(" ")
        if origin == "Debian":
            return address
    raise Unprepared("apt names no mirror of Debian: add one to its sources")


def indexes() -> dict[str, str]:
    """Where pip and uv look for packages here, as environment variables; none for their default."""
    held = {}
    for line in said([sys.executable, "-m", "pip", "config", "list"]).splitlines():
        name, _, value = line.partition("=")
        option = name.rpartition(".")[2].replace("-", "_").upper()
        held[f"PIP_{option}"] = str(ast.literal_eval(value))
    held |= os.environ
    return {name: value for name, value in held.items() if _INDEX.fullmatch(name)}


def certificates() -> Path:
    """The certificates that this machine trusts."""
    return Path(ssl.get_default_verify_paths().cafile or CERTIFICATES).resolve()
