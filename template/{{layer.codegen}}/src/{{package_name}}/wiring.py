"""The composition root: the only place that says what stands behind each port.

What asks a language model is imported where it is asked for: that takes a second, and off-line
nothing asks.
"""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry

from .execution.compiler import find_compiler
from .execution.workshop import Workshop
from .ports import Translator
from .programs.program import Program, load_all
from .sandbox.sandbox import Sandbox
from .settings import Settings
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
    from .language_models.language_model import build_language_model
    from .translation.model import ModelTranslator

    model = build_language_model(registry)
    if model is None:
        return None
    return ModelTranslator(model, Prompts(settings.translate.prompts), model.name_of_first)


def candidate_translators(settings: Settings, names: Sequence[str]) -> list[Translator]:
    """Return a translator for each model that competes; one that is not to be had is left out.

    An empty name is the model that is configured. Raises FaultyPrompt.
    """
    from .translation.candidates import candidate
    from .translation.model import ModelTranslator

    prompts = Prompts(settings.translate.prompts)
    models = [candidate(name) for name in names]
    return [ModelTranslator(one, prompts, one.name_of_first) for one in models if one]


def build_translators(
    settings: Settings, registry: CollectorRegistry | None = None, *, recorded: bool = False
) -> list[Translator]:
    """Return the language model, if there is one, and recordings for when it has nothing to say.

    `recorded` leaves out the model. Raises FaultyPrompt or FaultyProgram.
    """
    model = None if recorded else model_translator(settings, registry)
    known = {translator.name: translator for translator in recorded_translators(settings)}
    return [*([model] if model else []), known["recorded-tuned"]]
