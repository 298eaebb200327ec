"""What can go wrong, told in one sentence."""


class GroundplanError(Exception):
    """A failure told in one clear sentence with the way out; the command line exits with 1."""


class UsageError(GroundplanError):
    """What was asked for cannot be meant so; the command line exits with 2."""


class CatalogueError(GroundplanError):
    """The data in `blueprints/` contradicts itself. The text names the file and the key."""

    def __init__(self, file: str, key: str, fault: str) -> None:
        self.file, self.key = file, key
        super().__init__(f"{file}: {key}: {fault}" if key else f"{file}: {fault}")
