"""The command `tashan`: the group, and the one place where errors become lines and exit codes."""

import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import cast

import click

from pipeline.app.lineup import Commands, Lineup

NOTHING = 1  # the exit status where nothing could be done; 2 is wrong use, 3 that some files failed


@click.group(
    cls=Lineup,
    commands=cast("MutableMapping[str, click.Command]", Commands()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="tashan")
@click.option(
    "--vocabulary", type=click.Path(path_type=Path, exists=True, dir_okay=False), envvar="TASHAN_VOCABULARY",
    show_envvar=True, help="A table of practice concepts in the place of Tashan's own (see `vocabulary`).",
)  # fmt: skip
@click.option(
    "--encoder", type=click.Path(path_type=Path, exists=True, file_okay=False), envvar="TASHAN_ENCODER",
    show_envvar=True, help="A folder with a sentence encoder that reads needs too (install `tashan[dense]`).",
)  # fmt: skip
@click.pass_context
def tashan(context: click.Context, vocabulary: Path | None, encoder: Path | None) -> None:
    """他山 Tashan: from reform-case articles to a graph of practices, indicators and evidence.

    Start with `tashan demo`, then `tashan ingest FOLDER --db cases.db`.
    """
    if vocabulary is not None:
        from pipeline.app.vocabulary import in_use

        context.with_resource(in_use(vocabulary))
    if encoder is not None:
        from pipeline.app.vocabulary import encoding

        context.with_resource(encoding(encoder))


def main() -> None:
    """Run the command line; an error that Tashan knows, or the system names a file in, is one line."""
    try:
        tashan(standalone_mode=True)
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        click.echo(f"tashan: {told}", err=True)
        sys.exit(NOTHING)


def _told(error: Exception) -> str | None:
    """Return what to say of an error, or nothing of one that nobody expected."""
    from kg.errors import TashanError  # the graph takes longer to import than the help to write

    if isinstance(error, TashanError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return None
