"""What the page says, in Chinese and English: `words.tsv` has a line for each wording."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Wording:
    """The wordings of one language, called with a key and what to fill in."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._words = words()[language]

    def __call__(self, key: str, **filling: object) -> str:
        """Return a wording; a key that has none stands for itself, so that a name from data can be shown."""
        told = self._words.get(key)
        return key.rpartition(".")[2] if told is None else told.format(**filling)


@cache
def words() -> Mapping[Language, Mapping[str, str]]:
    """Return every wording by language and key."""
    lines = files("pipeline.app.web").joinpath("words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        "zh": {key: chinese for key, chinese, _ in rows},
        "en": {key: english for key, _, english in rows},
    }
