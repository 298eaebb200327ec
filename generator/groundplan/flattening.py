"""A release of the template as one commit: the same files give the same commit on every machine.

The commit has no parent and a fixed author and date, so its id depends on the files and the tag's
name only. What Copier reads is taken (`source.PARTS`), nothing else of this project. Everything
goes into one pack, which is quicker to make and to clone than a file for each object.
"""

from pathlib import Path

from groundplan.git import git
from groundplan.source import template_files

_WHO = "Groundplan <groundplan@localhost> 1767225600 +0000"  # 2026-01-01
_ONE_PACK = ("-c", "fastimport.unpackLimit=0", "-c", "pack.threads=1")


def empty(repository: Path) -> None:
    """Make a bare repository."""
    git("init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(repository))


def flatten(root: Path, repository: Path, tag: str) -> str:
    """Commit the template's files under `root` to a bare repository under `tag`.

    Args:
        root: A folder with everything of `source.PARTS`.
        repository: A bare repository, which `empty` makes.
        tag: The tag's name.

    Returns:
        The commit's id.

    Raises:
        GitError: git could not write.
    """
    reference = f"refs/tags/{tag}"
    stream = [
        f"commit {reference}\nauthor {_WHO}\ncommitter {_WHO}\n".encode(),
        _data(tag.encode()),
        *(_file(path, name) for name, path in template_files(root)),
        f"reset refs/heads/main\nfrom {reference}\n\ndone\n".encode(),
    ]
    importing = ("fast-import", "--quiet", "--force", "--done")
    git(*_ONE_PACK, *importing, folder=repository, given=b"".join(stream))
    return git("rev-parse", reference, folder=repository)


def bundle(repository: Path, target: Path) -> None:
    """Write every tag of a bare repository into one file that git can clone from."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # One thread: packs made by several differ from run to run.
    arguments = ("bundle", "create", "--quiet", str(target.resolve()), "HEAD", "--tags")
    git("-c", "pack.threads=1", *arguments, folder=repository)


def _file(path: Path, name: str) -> bytes:
    mode = "100755" if path.stat().st_mode & 0o100 else "100644"
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"M {mode} inline {quoted}\n".encode() + _data(path.read_bytes())


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)
