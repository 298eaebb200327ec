"""What can go wrong, told in one sentence."""


class GroundplanError(Exception):
    """A failure told in one clear sentence with the way out; the command line exits with `code`."""

    code = 1


class UsageError(GroundplanError):
    """What was asked for cannot be meant so."""

    code = 2


class TooLate(GroundplanError):
    """Ctrl-C came when all was done."""

    code = 130


class CatalogueError(GroundplanError):
    """The data in `blueprints/` contradicts itself. The text names the file and the key."""

    def __init__(self, file: str, key: str, fault: str) -> None:
        self.file, self.key = file, key
        super().__init__(f"{file}: {key}: {fault}" if key else f"{file}: {fault}")
