"""The command `tashan`: the group, and the one place where errors become lines and exit codes."""

import sys
from pathlib import Path

import click

from kg.errors import TashanError
from pipeline.app.asking import graph, indicators, practices, similar
from pipeline.app.demo import demo
from pipeline.app.exploring import explore
from pipeline.app.judging import evaluate, evaluate_search
from pipeline.app.keeping import backup, check, duplicates, stats
from pipeline.app.making import extract
from pipeline.app.reviewing import review
from pipeline.app.serving import account, serve
from pipeline.app.storing import ingest, load
from pipeline.app.tables import columns
from pipeline.app.training import train
from pipeline.app.vocabulary import VOCABULARY, in_use, vocabulary

DONE, NOTHING, WRONG_USE, SOME_FAILED = 0, 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tashan")
@VOCABULARY
@click.pass_context
def tashan(context: click.Context, vocabulary: Path | None) -> None:
    """他山 Tashan: from reform-case articles to a graph of practices, indicators and evidence.

    Start with `tashan demo`, then `tashan ingest FOLDER --db cases.db`.
    """
    if vocabulary is not None:
        context.with_resource(in_use(vocabulary))


for command in (
    extract, columns, ingest, load, similar, practices, indicators, explore, graph,
    check, backup, stats, duplicates, vocabulary,
    review, train, serve, account, evaluate, evaluate_search, demo,
):  # fmt: skip
    tashan.add_command(command)


def main() -> None:
    """Run the command line; an error that Tashan knows is one line and exit status 1."""
    try:
        tashan(standalone_mode=True)
    except TashanError as error:
        click.echo(f"tashan: {error}", err=True)
        sys.exit(NOTHING)
    except BrokenPipeError:  # the reader of our output, as `head`, has left
        sys.stderr.close()
        sys.exit(DONE)
