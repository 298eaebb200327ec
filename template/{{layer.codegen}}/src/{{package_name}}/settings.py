"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field

from .execution.compiler import CompilerSettings
from .sandbox.settings import SandboxSettings
from .translation.settings import TranslateSettings


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    sandbox: SandboxSettings = field(default_factory=SandboxSettings)
    compiler: CompilerSettings = field(default_factory=CompilerSettings)
    translate: TranslateSettings = field(default_factory=TranslateSettings)
