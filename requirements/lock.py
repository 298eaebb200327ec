"""Compile the hashed requirement files in this folder: `make lock`.

`run.txt` is what Groundplan itself needs, `dev.txt` adds its developers' tools, `renders.txt` is
the union of what every layer asks for, so that each rendered combination can be tested without an
installation of its own. No file names an index. PyTorch is left out of `renders.txt`: which build
is right depends on the machine.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
COMPILE = [
    *("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--no-annotate", "--upgrade", "--quiet"),
]

LEFT_OUT = ("torch", "nvidia-nccl-cu12", "nvidia-nccl-cu13")


def layer_requirements() -> list[str]:
    """Every requirement of every layer, once, sorted."""
    layers = yaml.safe_load((ROOT / "blueprints" / "layers.yml").read_text(encoding="utf-8"))
    return sorted(
        {
            requirement
            for layer in layers.values()
            for kind in ("dependencies", "development")
            for requirement in layer.get(kind, [])
        }
    )


def compile_to(name: str, source: list[str], stdin: str | None = None) -> None:
    """Compile one file; raises CalledProcessError with uv's own message on standard error."""
    target = HERE / name
    print(f"{target.relative_to(ROOT)} …", flush=True)
    subprocess.run(
        [sys.executable, "-m", *COMPILE, *source, "--output-file", str(target)],
        cwd=ROOT,
        input=stdin,
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def main() -> None:
    """Compile all files."""
    compile_to("uv.txt", ["-"], "uv\n")
    compile_to("run.txt", ["pyproject.toml"])
    compile_to("dev.txt", ["pyproject.toml", "--group", "dev"])
    with tempfile.TemporaryDirectory() as folder:
        # An override that never applies takes a package out, and with it what only a GPU needs.
        override = Path(folder) / "override.txt"
        override.write_text(
            "".join(f"{name} ; python_version < '3'\n" for name in LEFT_OUT), encoding="utf-8"
        )
        requirements = "\n".join(layer_requirements())
        compile_to("renders.txt", ["-", "--override", str(override)], requirements)


if __name__ == "__main__":
    main()
