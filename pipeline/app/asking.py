"""The commands that ask the graph: similar cases, practices, indicators, and the graph itself."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kg.filters import OWNERSHIPS, SIZES
from kg.values import THEMES
from pipeline.app.filtering import asked
from pipeline.app.making import DATABASE
from pipeline.app.screen import as_json, hits, indicator_table, observation_table

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg import Filters, Hit, IndicatorFilter, Practice, Query
    from kg.values import Wanted
    from pipeline.concepts import Vocabulary

# From this probability a concept counts as asked for, and how many may.
_MEANT, _MOST = 0.03, 8
_WORD = re.compile(r"\w")

DAY = click.DateTime(["%Y-%m-%d"])
TOP = click.option(
    "--top", default=10, show_default=True, type=click.IntRange(min=1), help="How many answers."
)
FILTERS = (
    click.option("--theme", type=click.Choice(THEMES), help="Only what serves this theme."),
    click.option("--place", help="Only cases of this place: the beginning of a name, as 江苏."),
    click.option("--industry", help="Only cases that name this industry."),
    click.option("--size", type=click.Choice(SIZES), help="Only enterprises said to be of this size."),
    click.option("--ownership", type=click.Choice(OWNERSHIPS), help="Only enterprises said to be so owned."),
    click.option("--since", type=DAY, help="Only what was published on this day or later."),
    click.option("--until", type=DAY, help="Only what was published on this day or earlier."),
    click.option("--results", is_flag=True, help="Only measures with reported results."),
    click.option(
        "--confidence", type=click.FloatRange(0, 1), help="Only measures that are at least so sure."
    ),
)
JSON = click.option("--json", "as_text", is_flag=True, help="Print JSON for programs.")


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that narrow what may be found."""
    for option in reversed(FILTERS):
        command = option(command)
    return command


@click.command(
    epilog='Examples: tashan similar "师带徒" --db cases.db; tashan similar --like draft.docx --db cases.db'
)
@click.argument("text", required=False)
@click.option("--like", help="A file, or the id of a stored case, instead of TEXT.")
@DATABASE
@filtered
@TOP
@JSON
def similar(
    text: str | None, like: str | None, db_path: Path, top: int, as_text: bool, **only: object
) -> None:
    """Find the cases most like TEXT, best first, each with why it matched.

    TEXT may be keywords or a need in everyday words. What it refuses (不用开大会, 不花钱) and what it says of
    the enterprise and the place (小企业, 民企, 县里) counts too. All options may be combined.
    """
    import kg

    if (text is None) == (like is None):
        raise click.UsageError("give either TEXT or --like, not both and not neither")
    if text is not None:
        _refuse_silence(text)
    with closing(opened(db_path)) as db:
        if text is None and not Path(str(like)).exists():
            found = _like_stored(db, str(like), top, _filters(only))
        else:
            asked = _text_of(Path(str(like))) if text is None else text
            found = kg.similar(db, asked, top=top, concepts=meant(asked), filters=_filters(only))
        _show(text or str(like), found, as_text=as_text)


@click.command(
    epilog='Example: tashan practices "年轻工人留不住，怎么让他们愿意学技术" --db cases.db --results'
)
@click.argument("text")
@DATABASE
@filtered
@TOP
@JSON
def practices(text: str, db_path: Path, top: int, as_text: bool, **only: object) -> None:
    """Find reusable practices for the need TEXT, best first, with actor, results and evidence.

    What TEXT refuses (不用开大会, 不花钱) and what it says of the enterprise and the place (小企业, 民企,
    县里) counts too. All options may be combined.
    """
    import kg

    _refuse_silence(text)
    with closing(opened(db_path)) as db:
        found = kg.practices(db, text, top=top, concepts=meant(text), filters=_filters(only))
        _show(text, found, as_text=as_text)


@click.command(
    epilog="Examples: tashan indicators --db cases.db -o cases.xlsx --theme 素质提升 --period 2023; "
    "tashan indicators --db cases.db --conflicts"
)
@DATABASE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file that ends in csv, xlsx, jsonl or parquet."
)
@click.option("--reconciled", is_flag=True, help="Line up reports of one thing and say how they agree.")
@click.option("--conflicts", is_flag=True, help="Only where cases give different numbers of one thing.")
@asked
@TOP
@JSON
def indicators(
    db_path: Path, output: Path | None, wanted: "IndicatorFilter", *, top: int, as_text: bool, **how: bool
) -> None:
    """Export every indicator with its case and its sentence to FILE, or show the first ones.

    With --reconciled, reports of the same subject, metric, period and status are one observation with all its
    sources; its verdict is conflict, hedge, rounding, agree, several (a case gives more than one number under
    this name), open (perhaps of different times) or single. Most reported first; in a file, a row a report.
    """
    with closing(opened(db_path)) as db:
        if how["reconciled"] or how["conflicts"]:
            _reconciled(db, output, wanted, top=top, as_text=as_text, conflicts=how["conflicts"])
        else:
            _indicators(db, output, wanted, top=top, as_text=as_text)


def _indicators(
    db: "Database", output: Path | None, wanted: "IndicatorFilter", *, top: int, as_text: bool
) -> None:
    from itertools import islice

    import kg

    if output is not None:
        click.echo(f"{kg.export_indicators(db, output, wanted):,} indicators in {output}", err=True)
    elif as_text:
        as_json(list(islice(kg.indicator_rows(db, wanted), top)))
    else:
        indicator_table(islice(kg.indicator_rows(db, wanted), top))


def _reconciled(
    db: "Database",
    output: Path | None,
    wanted: "IndicatorFilter",
    *,
    top: int,
    as_text: bool,
    conflicts: bool,
) -> None:
    from heapq import nlargest

    import kg
    from kg.reconcile import VERDICTS

    verdicts = ("conflict",) if conflicts else VERDICTS
    if output is not None:
        count = kg.export_observations(db, output, wanted, verdicts=verdicts)
        click.echo(f"{count:,} reports in {output}", err=True)
        return
    told = (one for one in kg.observations(db, wanted) if one.verdict in verdicts)
    found = nlargest(top, told, key=lambda one: (len(one.cases), one.verdict != "single", len(one.reports)))
    if as_text:
        as_json([kg.observation_record(one) for one in found])
    else:
        observation_table(found)


@click.command(epilog="Example: tashan graph --db cases.db -o cases.graphml")
@DATABASE
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The file; its ending chooses the form.",
)
def graph(db_path: Path, output: Path) -> None:
    """Export the graph: graphml, gexf, jsonld, ttl, or a folder of CSVs for a graph database."""
    import kg

    with closing(opened(db_path)) as db:
        kg.export_graph(db, output)
    click.echo(f"graph in {output}", err=True)


def meant(text: str) -> "tuple[Wanted, ...]":
    """Return the practice concepts that a need in everyday words asks for, with words that tell of them.

    A text without a word asks for none, nor does what the need refuses; where it makes several requests, each
    counts alike. One that says what the enterprise is like is read with those words and without them:
    民营小厂怎么搞安全 asks for safety.
    """
    import kg
    from kg.script import simplified
    from pipeline.concepts import vocabulary

    if not _WORD.search(text):
        return ()
    phrases = _phrases(vocabulary())
    found = _shared([kg.parse(request) for request in kg.parse(simplified(text)).requests])
    return tuple(
        replace(wanted, phrases=phrases[wanted.concept.id])
        for wanted in sorted(found, key=lambda wanted: -wanted.score)[:_MOST]
        if wanted.score >= _MEANT
    )


def _like_stored(db: "Database", like: str, top: int, filters: "Filters") -> "Sequence[Hit]":
    import kg
    from kg.errors import UnknownCase, UnreadableFile

    try:
        return kg.similar_to(db, like, top=top, filters=filters)
    except UnknownCase as error:
        raise UnreadableFile(like, "neither a file nor the id of a case") from error


def _refuse_silence(text: str) -> None:
    if not _WORD.search(text):
        raise click.BadParameter("there is no word in it to look for", param_hint="TEXT")


def _shared(requests: "Sequence[Query]") -> "Collection[Wanted]":
    """Return the concepts that requests ask for, each with its mean score over them and their readings."""
    from pipeline.concepts import query_concepts

    found: dict[str, Wanted] = {}
    for request in requests:
        readings = dict.fromkeys((request.text, request.bare))
        read = (query_concepts(said, top=_MOST, explain=False) for said in readings)
        for wanted in chain.from_iterable(read):
            before = found.get(wanted.concept.id)
            share = wanted.score / len(readings) / len(requests)
            found[wanted.concept.id] = replace(
                before or wanted, score=share + (before.score if before else 0.0)
            )
    return found.values()


@cache
def _phrases(of: "Vocabulary") -> dict[str, tuple[str, ...]]:
    """Return the names and wordings of each concept of a vocabulary, by its id."""
    return {entry.concept.id: (*entry.names, *entry.wordings) for entry in of.entries}


def opened(db_path: Path) -> "Database":
    """Open a graph for reading; one that an older Tashan wrote is migrated first."""
    import kg
    from kg.errors import OlderSchema

    try:
        return kg.open_graph(db_path)
    except OlderSchema:
        kg.open_graph(db_path, write=True).close()
        return kg.open_graph(db_path)


def _filters(only: Mapping[str, object]) -> "Filters":
    from kg import Filters

    given = {name: value.date() if isinstance(value, datetime) else value for name, value in only.items()}
    return Filters(**cast("dict[str, Any]", given))


def _text_of(path: Path) -> str:
    from pipeline.read import read
    from pipeline.repair import fix_characters
    from pipeline.split import split

    articles = [article for document in read(path) for article in split(fix_characters(document))]
    return "\n".join(article.text for article in articles)


def _show(query: str, found: "Sequence[Hit] | Sequence[Practice]", *, as_text: bool) -> None:
    import kg

    if as_text:
        as_json(kg.answer(query, found))
    else:
        hits(found)
