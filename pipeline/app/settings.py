"""Settings: what a user may choose for every run, by option or by environment variable."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache, wraps
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from pipeline.data import data_path, models_in, own_models
from pipeline.read.limits import VARIABLE, bounded, read_bounds

if TYPE_CHECKING:
    from pipeline.nlp import Segmenter

_MODEL_FILES = (".json", ".npz", ".tsv")


@dataclass(frozen=True, slots=True)
class Settings:
    """How files are read; each field is an option and an environment variable.

    `segmenter` (TASHAN_SEGMENTER): rjieba, or jieba as the slower reference. `workers` (TASHAN_WORKERS):
    processes that read files, as many as cores if None, this process itself if 0. `file_seconds`
    (TASHAN_FILE_SECONDS) and `file_memory` (TASHAN_FILE_MEMORY, megabytes): what one file may cost. `models`
    (TASHAN_MODELS): the folder of one's own models, where `train` wrote them. `repair` (TASHAN_REPAIR): set
    the text right, or leave it as it stands.
    """

    segmenter: "Segmenter" = "rjieba"
    workers: int | None = None
    file_seconds: float = 600.0
    file_memory: int = 4096
    models: Path | None = None
    repair: bool = True


MODELS = click.option(
    "--models", envvar="TASHAN_MODELS", show_envvar=True, type=click.Path(path_type=Path, file_okay=False),
    help="A folder of your own models, as `train` writes them; what it lacks is Tashan's own.",
)  # fmt: skip


def _checked(_context: click.Context, _option: click.Parameter, told: tuple[str, ...]) -> tuple[str, ...]:
    try:
        read_bounds(",".join((os.environ.get(VARIABLE, ""), *told)))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return told


LIMITS = click.option(
    "--limit", "limits", multiple=True, metavar="NAME=NUMBER", callback=_checked,
    help="What a file may hold, as pages=10000; NAME is file, office, unpacked (megabytes), members, depth, "
    "pages, characters, pixels (millions) or rows; may be repeated.  [env var: TASHAN_LIMITS]",
)  # fmt: skip
_OPTIONS = (
    click.option(
        "--segmenter", type=click.Choice(["rjieba", "jieba"]), default="rjieba", envvar="TASHAN_SEGMENTER",
        show_default=True, show_envvar=True, help="What cuts words: rjieba, or jieba, the slower reference.",
    ),
    click.option(
        "--workers", type=click.IntRange(min=0), envvar="TASHAN_WORKERS", show_envvar=True,
        help="Processes that read files; default: as many as cores; 0 reads in this one, unprotected.",
    ),
    click.option(
        "--file-seconds", type=click.FloatRange(min=0, min_open=True), default=600.0, show_default=True,
        envvar="TASHAN_FILE_SECONDS", show_envvar=True, help="How long one file may take.",
    ),
    click.option(
        "--file-memory", type=click.IntRange(min=512), default=4096, show_default=True,
        envvar="TASHAN_FILE_MEMORY", show_envvar=True, help="Megabytes that reading one file may take.",
    ),
    MODELS,
    click.option(
        "--repair/--no-repair", default=True, envvar="TASHAN_REPAIR", show_envvar=True,
        help="Mend characters, cut lines and their order, or leave the text as it stands.",
    ),
)  # fmt: skip


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Settings`, which it gets as one argument `settings`."""

    @wraps(command)
    def with_settings(**arguments: object) -> None:
        chosen = {field.name: arguments.pop(field.name) for field in fields(Settings)}
        settings = Settings(**cast("dict[str, Any]", chosen))
        limits = cast("tuple[str, ...]", arguments.pop("limits"))
        with models_in(models_for(settings.models, arguments.get("db_path"))), bounded(*limits):
            command(**arguments, settings=settings)

    for option in reversed((*_OPTIONS, LIMITS)):
        with_settings = option(with_settings)
    return with_settings


def models_for(chosen: Path | None, db_path: object) -> Path | None:
    """Return the folder of one's own models: the chosen one, or `cases.models` beside `cases.db`."""
    beside = models_beside(db_path) if isinstance(db_path, Path) else None
    return chosen or (beside if beside and beside.is_dir() else None)


def models_beside(db_path: Path) -> Path:
    """Return the folder where a graph's own models lie."""
    return db_path.with_suffix(".models")


def extractor(*, repair: bool = True) -> str:
    """Return the name of this extractor: the version and a hash of its code, lexicons, models and vocabulary.

    What knows a thing by many names is a part of it, since what it tells of a name is stored too. One that
    leaves texts alone says so.

    A document is read again when the name under which it was stored is another.
    """
    from pipeline.concepts.vocabulary import VARIABLE

    return _extractor(own_models(), os.environ.get(VARIABLE)) + ("" if repair else " --no-repair")


@cache
def _extractor(own: str | None, vocabulary: str | None) -> str:
    from importlib.metadata import version

    digest = sha256()
    for folder in (files("pipeline"), files("kg") / "lexicon", files("kg") / "resolve"):
        for source in sorted(_sources(folder), key=str):
            digest.update(source.read_bytes())
    for model in sorted(_models(data_path("models"))):
        digest.update(model.read_bytes())
    mine = Path(own) if own else None
    for model in sorted(_models(mine)) if mine else ():
        if model.name != "card.json":
            digest.update(model.relative_to(mine or model).as_posix().encode() + model.read_bytes())
    if vocabulary is not None:
        digest.update(Path(vocabulary).read_bytes())
    return f"tashan {version('tashan')}+{digest.hexdigest()[:12]}"


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for path in folder.iterdir():
        if path.is_dir() and path.name not in {"app", "engines", "evaluate", "train", "__pycache__"}:
            found += _sources(path)
        elif path.name.endswith((".py", ".tsv")):
            found.append(path)
    return found


def _models(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in _MODEL_FILES]
