"""The machine's C++ compiler: found, tried, and used for two builds of each translation.

The fast build is what is timed. The checked build stops at undefined behaviour (UBSan) and at an
index outside of a container, which the fast one would turn into any result at all.
"""

import importlib.util
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from ..sandbox.sandbox import Finished, Sandbox

_HEADER = Path(__file__).with_name("wire.hpp")
# The first errors tell all; a translation that makes thousands is not to fill a disk with them.
_STANDARD = ("-std=c++17",)
_FEW_ERRORS = (("-fmax-errors=5",), ("-ferror-limit=5",), ())
# Contraction would fuse a*b+c into one rounding, and give other bits than Python.
_FAST = ("-O3", "-ffp-contract=off")
_NATIVE = "-march=native"
_LIBCPP = "_LIBCPP_HARDENING_MODE"
_CHECKED = ("-O0", "-ffp-contract=off", "-D_GLIBCXX_ASSERTIONS", f"-D{_LIBCPP}={_LIBCPP}_EXTENSIVE")
_SANITIZER = ("-fsanitize=undefined", "-fno-sanitize-recover=all")
_TRIAL = '#include "wire.hpp"\nint main() { return 0; }\n'
_ZIG_CACHE = Path("var/zig")
# Zig's compiler builds its own C++ library before it compiles anything for the first time.
_FIRST_SECONDS = 600.0


class NoCompiler(RuntimeError):
    """No C++ compiler works here; the message says how to get one."""


class CompilerSettings(BaseSettings):
    """`COMPILER_COMMAND` names a compiler; left out, the first that works is taken."""

    model_config = SettingsConfigDict(env_prefix="COMPILER_", env_file=".env", extra="ignore")

    command: str = ""


@dataclass(frozen=True)
class Compiler:
    """A compiler that works here, its flags, and what it reads and writes beside its work."""

    command: tuple[str, ...]
    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    version: str = ""
    fast: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()

    @property
    def sanitizer(self) -> bool:
        """Whether the checked build stops at undefined behaviour."""
        return _SANITIZER[0] in self.checked

    def build(
        self, sandbox: Sandbox, folder: Path, flags: Sequence[str], target: str, *sources: str
    ) -> Finished:
        """Compile files of the folder into another; `wire.hpp` is put beside them."""
        shutil.copy(_HEADER, folder)
        line = (*self.command, *flags, *sources, "-o", target)
        return sandbox.build(line, folder, self.readable, self.writable)


def find_compiler(sandbox: Sandbox, settings: CompilerSettings) -> Compiler:
    """Return the first compiler that builds something here. Raises NoCompiler."""
    patient = Sandbox(sandbox.settings.model_copy(update={"compile_seconds": _FIRST_SECONDS}))
    for found in _candidates(settings.command):
        with sandbox.folder() as folder:
            (folder / "trial.cpp").write_text(_TRIAL, encoding="utf-8")
            fast = _working(found, patient, folder, [(*_FAST, _NATIVE), _FAST])
            if fast is None:
                continue
            checked = _working(found, patient, folder, [(*_CHECKED, *_SANITIZER), _CHECKED])
            said = sandbox.build((*found.command, "--version"), folder, found.readable).output
            version = said.decode(errors="replace").partition("\n")[0]
            return replace(found, version=version, fast=fast, checked=checked or fast)
    named = f"{settings.command} does not work" if settings.command else "none works here"
    raise NoCompiler(
        f"a C++ compiler is needed and {named}: install g++ or clang++ (Debian: apt install g++, "
        f"macOS: xcode-select --install), or {sys.executable} -m pip install ziglang"
    )


def _candidates(named: str) -> Iterator[Compiler]:
    """Give each command that may be a compiler, with what it has to read and write."""
    for name in [named] if named else ["g++", "clang++"]:
        if path := shutil.which(name):
            yield Compiler((path,), (str(Path(path).resolve().parent.parent),))
    package = None if named else importlib.util.find_spec("ziglang")
    if package and package.submodule_search_locations:
        folder, cache = package.submodule_search_locations[0], str(_ZIG_CACHE.absolute())
        _ZIG_CACHE.mkdir(parents=True, exist_ok=True)
        kept = [f"ZIG_{which}_CACHE_DIR={cache}" for which in ("GLOBAL", "LOCAL")]
        yield Compiler(("/usr/bin/env", *kept, f"{folder}/zig", "c++"), (folder,), (cache,))


def _working(
    compiler: Compiler, sandbox: Sandbox, folder: Path, choices: Sequence[Sequence[str]]
) -> tuple[str, ...] | None:
    for few, choice in product(_FEW_ERRORS, choices):
        flags = (*_STANDARD, *few, *choice)
        built = compiler.build(sandbox, folder, flags, "trial", "trial.cpp")
        if built.code == 0 and sandbox.run(["./trial"], folder, 10).code == 0:
            return flags
    return None
