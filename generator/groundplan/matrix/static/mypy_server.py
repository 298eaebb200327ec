"""mypy with the libraries of all renders loaded, forked for each render; runs in their environment.

mypy spends most of its time on reading what it knows of libraries. Here that is done once; a fork
then checks a render with mypy's own functions, on a graph that goes on in that of the libraries.
These functions are not for the public, so a test holds what is said here to what `mypy` says.

Started with a folder for the cache of the libraries and the modules to load, in a folder that
configures mypy as renders do. Takes a folder a line, and answers with a JSON list of messages.
"""

import contextlib
import fcntl
import gc
import io
import json
import os
import sys
import tempfile
from pathlib import Path

from mypy.build import (
    BuildManager,
    BuildResult,
    build,
    build_error,
    create_metastore,
    default_data_dir,
    load_graph,
    load_plugins,
    process_graph,
)
from mypy.build import State as Module
from mypy.defaults import RECURSION_LIMIT
from mypy.errors import CompileError, Errors
from mypy.fscache import FileSystemCache
from mypy.main import main as plain_mypy
from mypy.main import process_options
from mypy.modulefinder import BuildSource, BuildSourceSet, compute_search_paths
from mypy.options import Options
from mypy.util import read_py_file
from mypy.version import __version__


class Graph(dict[str, Module]):
    """The modules of a render; one that is not among them is looked up among the libraries."""

    def __init__(self, own: list[Module], libraries: dict[str, Module]) -> None:
        super().__init__((module.id, module) for module in own)
        self._libraries = libraries

    def __missing__(self, name: str) -> Module:
        return self._libraries[name]


def configured(cache: str) -> tuple[list[BuildSource], Options, FileSystemCache]:
    """What mypy is told by the configuration of the current folder."""
    files = FileSystemCache()
    arguments = ["--skip-cache-mtime-checks", "--cache-dir", cache]
    sources, options = process_options(arguments, fscache=files)
    return sources, options, files


def loaded(cache: str, modules: list[str]) -> tuple[BuildResult, object]:
    """The libraries, and the options under which they were looked at."""
    with Path(cache, "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _, options, files = configured(cache)
        under = options.select_options_affecting_cache()
        source = "".join(f"import {module}\n" for module in modules)
        libraries = build([BuildSource(None, "libraries", source)], options, fscache=files)
        libraries.manager.metastore.close()
    return libraries, under


def checked(libraries: BuildResult, under: object, cache: str) -> list[str]:
    """What mypy says about the current folder; as `mypy.build.build` has it."""
    sources, options, files = configured(cache)
    if options.select_options_affecting_cache() != under:
        return plainly(cache)
    messages: list[str] = []
    errors = Errors(options, read_source=lambda path: read_py_file(path, files.read))
    plugin, snapshot = load_plugins(options, errors, sys.stdout, [])
    options.process_error_codes(error_callback=build_error)
    manager = BuildManager(
        default_data_dir(),
        compute_search_paths(sources, options, default_data_dir()),
        ignore_prefix=str(Path.cwd()),
        source_set=BuildSourceSet(sources),
        reports=None,
        options=options,
        version_id=__version__,
        plugin=plugin,
        plugins_snapshot=snapshot,
        errors=errors,
        flush_errors=lambda file, new, serious: messages.extend(new),
        fscache=files,
        stdout=sys.stdout,
        stderr=sys.stderr,
        metastore=create_metastore(options, parallel_worker=False),
    )
    manager.modules.update(libraries.manager.modules)
    manager.import_map.update(libraries.manager.import_map)
    manager.scc_by_mod_id.update(libraries.manager.scc_by_mod_id)
    manager.done_sccs.update(libraries.manager.done_sccs)
    own: list[Module] = []
    try:
        load_graph(sources, manager, dict(libraries.graph), own)
        manager.import_map.update((module.id, module.dependencies_set) for module in own)
        process_graph(Graph(own, libraries.graph), manager)
    except CompileError as error:
        messages.extend(error.messages)
    manager.commit()
    return messages


def plainly(cache: str) -> list[str]:
    """A render that configures mypy in a way of its own is checked from the ground up."""
    said = io.StringIO()
    arguments = ["--no-error-summary", "--cache-dir", f"{cache}/plain"]
    with contextlib.suppress(SystemExit):
        plain_mypy(args=arguments, stdout=said, stderr=said, clean_exit=True)
    return said.getvalue().splitlines()


def forked(folder: str, libraries: BuildResult, under: object, cache: str) -> list[str]:
    """What mypy says about a folder; whatever happens to it, this process goes on."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        gc.disable()
        os.chdir(folder)
        sys.stdout = sys.stderr = io.StringIO()
        try:
            messages = checked(libraries, under, cache)
        except BaseException as error:
            messages = [f"mypy failed: {type(error).__name__}: {error} {sys.stderr.getvalue()}"]
        with os.fdopen(writing, "w", encoding="utf-8") as answer:
            json.dump(messages, answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return list(json.loads(text)) if text else ["mypy was killed"]


def main() -> None:
    """Serve until the input ends."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    libraries, under = loaded(sys.argv[1], sys.argv[2:])
    gc.collect()
    gc.freeze()
    print("[]", flush=True)
    with tempfile.TemporaryDirectory() as cache:
        for line in sys.stdin:
            print(json.dumps(forked(line.rstrip("\n"), libraries, under, cache)), flush=True)


if __name__ == "__main__":
    main()
