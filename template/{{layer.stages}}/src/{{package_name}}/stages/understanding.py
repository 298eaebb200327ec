"""Which language a question is in, what it wants, and which words in it are misspelt."""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .classifier import trained
from .examples import Example, StagesUnusable
from .exchange import PLACEHOLDER, Exchange

_UNDETERMINED = "und"
_FEWEST_LETTERS = 4
# The language of the stems, in `words/analysis.py`.
_SPELT = {"en", _UNDETERMINED}


class LanguageDetection:
    """Finds the language, as ISO 639-1, and refuses those that are not answered."""

    name = "language"
    closed = False

    def __init__(self, known: Collection[str], answered: Collection[str] = ()) -> None:
        """`known` are told apart; the fewer, the better. `answered`: none named, all are.

        Raises StagesUnusable where a language cannot be told apart.
        """
        # Which languages are told apart is the copy's own; the large tables are shared.
        self._identifier = copy(_model())
        try:
            self._identifier.set_languages({*known, *answered})
        except ValueError as error:
            raise StagesUnusable(f"STAGES_LANGUAGES, STAGES_KNOWN_LANGUAGES: {error}") from error
        self._answered = answered

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its language found."""
        text = PLACEHOLDER.sub("", exchange.question)
        if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
            return exchange.found(self.name, _UNDETERMINED)
        language, probability = self._identifier.classify(text)
        exchange = exchange.found(self.name, language, float(probability))
        if self._answered and language not in self._answered:
            return exchange.refused(f"Please ask in one of: {', '.join(sorted(self._answered))}.")
        return exchange


@cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


class IntentDetection:
    """Finds what a question wants, among the labels of its examples."""

    name = "intent"
    closed = False

    def __init__(self, examples: Sequence[Example], least: float) -> None:
        self._model, self._least = trained(tuple(examples)), least

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its intent; `other`, where none is likely enough."""
        [chances] = self._model.probabilities([exchange.question])
        intent = max(chances, key=lambda label: chances[label])
        sure = chances[intent] >= self._least
        return exchange.found(self.name, intent if sure else "other", chances[intent])


class Spelling:
    """Corrects words that the application does not know into those that it does."""

    name = "spelling"
    closed = False

    def __init__(self, correct: Callable[[str], str]) -> None:
        self._correct = correct

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its question corrected, unless another language was found."""
        if not set(exchange.labels(LanguageDetection.name)) <= _SPELT:
            return exchange
        return replace(exchange, question=self._correct(exchange.question))
