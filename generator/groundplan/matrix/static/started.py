"""What make, containers and the project's own command start are modules that are there."""

import re
import tomllib

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts

STARTING = ("Makefile", "make/*.mk", "Dockerfile*", "compose*.yaml", ".pre-commit-config.yaml")
# `python -m $(PACKAGE).cli` in make, `["python", "-m", "package.cli"]` in an image.
MODULE = re.compile(r'-m"?,? +"?([\w$()]+)((?:\.\w+)*)')


def started(render: Render) -> list[str]:
    """Every module of the render that something starts is one of its files."""
    files = texts(render.folder)
    packages = {name.split("/")[1] for name in files if re.match(r"src/\w+/", name)}
    own = {"$(PACKAGE)": packages, **{name: {name} for name in packages}}
    modules = [
        (name, f"{package}{path}")
        for name, text in texts(render.folder, *STARTING).items()
        for first, path in MODULE.findall(text)
        for package in own.get(first, ())
    ]
    scripts = tomllib.loads(files["pyproject.toml"])["project"].get("scripts", {})
    modules += [("pyproject.toml", entry.partition(":")[0]) for entry in scripts.values()]
    return [
        f"{name}: starts {module}, which is no module here"
        for name, module in modules
        if not {f"src/{module.replace('.', '/')}{end}" for end in (".py", "/__main__.py")}
        & {*files}
    ]
