"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from .execution.compiler import CompilerSettings
from .sandbox.settings import SandboxSettings
from .translation.settings import TranslateSettings


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    sandbox: SandboxSettings = field(default_factory=SandboxSettings)
    compiler: CompilerSettings = field(default_factory=CompilerSettings)
    translate: TranslateSettings = field(default_factory=TranslateSettings)


def told(error: ValidationError) -> str:
    """Return what is wrong with a setting in one sentence, under the name of its variable."""
    kinds = {kind.__name__: kind for kind in BaseSettings.__subclasses__()}
    prefix = kinds[error.title].model_config["env_prefix"] if error.title in kinds else ""
    faults = [
        f"{prefix}{'_'.join(str(part) for part in fault['loc'])}".upper() + f": {fault['msg']}"
        for fault in error.errors()
    ]
    return f"a setting is wrong: {'; '.join(faults)}"
