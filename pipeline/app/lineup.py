"""The commands in a row: what each does in a sentence, and its module, imported when it is asked for.

Their modules take a third of a second to import together, and `tashan --help` needs none of them.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

INTERRUPTED = 130  # what a shell gives for a program that Ctrl-C ended

# Of each command the module in `pipeline.app`, and the first sentence of its help.
LINEUP: Mapping[str, tuple[str, str]] = {
    "extract": ("making", "Read files or folders and write one JSON object per article."),
    "columns": (
        "tables",
        "Say which columns of a table (.xlsx, .csv) hold the articles: one row is one article.",
    ),
    "ingest": ("storing", "Read files or folders into the graph: the main job."),
    "load": (
        "storing",
        "Bring in facts extracted elsewhere: a Parquet file of cases, or what `extract --engine dask` wrote.",
    ),
    "similar": ("asking", "Find the cases most like TEXT, best first, each with why it matched."),
    "practices": (
        "asking",
        "Find reusable practices for the need TEXT, best first, with actor, results and evidence.",
    ),
    "indicators": (
        "asking",
        "Export every indicator with its case and its sentence to FILE, or show the first ones.",
    ),
    "explore": (
        "exploring",
        (
            "Walk in the graph from NODE (an id, a name, a practice or a title), "
            "or see which practices are reused."
        ),
    ),
    "graph": (
        "asking",
        "Export the graph: graphml, gexf, jsonld, ttl, or a folder of CSVs for a graph database.",
    ),
    "check": (
        "keeping",
        "Verify everything in the graph and list each fault; exit status 1 if there is any.",
    ),
    "backup": ("keeping", "Copy the graph to FILE as it is at this moment, while others read and write."),
    "stats": (
        "keeping",
        "Show the library at a glance: counts, entity types, themes, concepts, sources, days and last run.",
    ),
    "duplicates": (
        "keeping",
        (
            "List the files, texts and articles that the graph has more than once, "
            "and how their editions differ."
        ),
    ),
    "vocabulary": (
        "vocabulary",
        "Show the practice concepts that the need TEXT asks for, or export the vocabulary.",
    ),
    "review": (
        "reviewing",
        "Judge facts: confirm, correct or reject them in a spreadsheet; see the log; take judgements back.",
    ),
    "train": (
        "training",
        "Learn from the facts that people judged, and from nothing else; say what changes before it counts.",
    ),
    "serve": (
        "serving",
        "Open the library in the browser: pages at /, the API under /api/docs, tables under /data/.",
    ),
    "account": (
        "serving",
        "Let NAME into a served library, with a password for the page and a token for the API.",
    ),
    "evaluate": ("judging", "Score extraction against the facts in GOLD, for the articles in TEXTS."),
    "evaluate-search": (
        "judging",
        "Score search against the judged answers of the folder GOLD, in a graph that holds its documents.",
    ),
    "demo": ("demo", "Build a database from the bundled demo corpus and show one example of every command."),
}


class Commands(Mapping[str, click.Command]):
    """The commands by their names; one is imported when it is looked up."""

    def __getitem__(self, name: str) -> click.Command:
        """Return the command that is called `name`."""
        module, _ = LINEUP[name]
        command: click.Command = getattr(import_module(f"pipeline.app.{module}"), name.replace("-", "_"))
        return command

    def __iter__(self) -> Iterator[str]:
        """Yield their names."""
        return iter(LINEUP)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(LINEUP)


class Lineup(click.Group):
    """A group of `Commands` whose own help imports none of them."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run a command; Ctrl-C ends it with a status of its own, a reader of its output that left with 0."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\ntashan: stopped", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # the reader, as `head`, has what it wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands as click does, from what `LINEUP` says of them."""
        told = {name: click.Command(name, help=sentence) for name, (_, sentence) in LINEUP.items()}
        click.Group(commands=told).format_commands(ctx, formatter)
