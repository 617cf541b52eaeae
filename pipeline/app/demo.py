"""The command `demo`: the whole line on the bundled corpus, and one answer of each kind."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.asking import meant, opened
from pipeline.app.making import SEGMENTER, ingest_into
from pipeline.app.screen import hits, indicator_table, summary
from pipeline.app.settings import Settings
from pipeline.data import data_path

if TYPE_CHECKING:
    from pipeline.nlp import Segmenter

CASE_QUERY = "师带徒 技能津贴"
NEED = "年轻工人留不住，怎么让他们愿意学技术"


@click.command(epilog="Example: tashan demo --db demo.db")
@click.option(
    "--db", "db_path", default="tashan-demo.db", show_default=True, help="Where to build the database.",
    type=click.Path(path_type=Path, dir_okay=False),
)  # fmt: skip
@SEGMENTER
def demo(db_path: Path, segmenter: "Segmenter") -> None:
    """Build a database from the bundled demo corpus and show what can be asked."""
    import kg

    db_path.parent.mkdir(parents=True, exist_ok=True)
    corpus = data_path("corpus/demo")
    click.echo(f"$ tashan ingest {corpus} --db {db_path}")
    report = ingest_into(db_path, [corpus], Settings(segmenter))
    for failure in report.failures:
        click.echo(f"tashan: {failure}", err=True)
    summary(report, err=False)
    db = opened(db_path)
    click.echo(f"\n$ tashan similar {CASE_QUERY!r} --db {db_path} --top 3")
    hits(kg.similar(db, CASE_QUERY, top=3))
    click.echo(f"\n$ tashan practices {NEED!r} --db {db_path} --top 3")
    hits(kg.practices(db, NEED, top=3, concepts=meant(NEED)))
    click.echo(f"\n$ tashan indicators --db {db_path} --top 8")
    indicator_table(islice(kg.indicator_rows(db), 8))
    click.echo(
        f"\nThe database lies in {db_path.resolve()}; ask it with: tashan practices 'TEXT' --db {db_path}"
    )
