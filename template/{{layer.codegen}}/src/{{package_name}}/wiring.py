"""The composition root: the only place that says what stands behind each port."""

from prometheus_client import CollectorRegistry

from .execution.compiler import find_compiler
from .execution.workshop import Workshop
from .language_models.language_model import build_language_model
from .ports import Translator
from .programs.program import Program, load_all
from .sandbox.sandbox import Sandbox
from .settings import Settings
from .translation.model import ModelTranslator
from .translation.prompting import Prompts
from .translation.recorded import RecordedTranslator


def build_workshop(settings: Settings) -> Workshop:
    """Return the sandbox with the machine's compiler. Raises NoCompiler."""
    sandbox = Sandbox(settings.sandbox)
    return Workshop(sandbox, find_compiler(sandbox, settings.compiler))


def known_programs(settings: Settings) -> list[Program]:
    """Return the programs that come with the project. Raises FaultyProgram."""
    return load_all(settings.translate.programs)


def recorded_translators(settings: Settings) -> list[Translator]:
    """Return one translator for each folder of recordings. Raises FaultyProgram."""
    names = {program.key: program.name for program in known_programs(settings)}
    folders = sorted(path for path in settings.translate.recorded.iterdir() if path.is_dir())
    return [RecordedTranslator(folder, names) for folder in folders]


def model_translator(
    settings: Settings, registry: CollectorRegistry | None = None
) -> Translator | None:
    """Return the configured language model as a translator, if there is one.

    `registry` gets the model's metrics. Raises FaultyPrompt.
    """
    model = build_language_model(registry)
    return ModelTranslator(model, Prompts(settings.translate.prompts)) if model else None


def build_translator(settings: Settings, registry: CollectorRegistry | None = None) -> Translator:
    """Return the language model, or without one the most careful recordings.

    Raises FaultyPrompt or FaultyProgram.
    """
    recorded = {translator.name: translator for translator in recorded_translators(settings)}
    return model_translator(settings, registry) or recorded["recorded-tuned"]
