"""The command `demo`: the whole line on the bundled corpus, and one example of every command."""

import shlex
import shutil
import sys
from pathlib import Path

import click

from pipeline.app.asking import graph, indicators, practices, similar
from pipeline.app.exploring import explore
from pipeline.app.keeping import backup, check, stats
from pipeline.app.making import extract
from pipeline.app.reviewing import review
from pipeline.app.storing import ingest
from pipeline.data import data_path


@click.command(epilog="Example: tashan demo --db demo.db")
@click.option(
    "--db", "db_path", default="tashan-demo.db", show_default=True, help="Where to build the database.",
    type=click.Path(path_type=Path, dir_okay=False),
)  # fmt: skip
def demo(db_path: Path) -> None:
    """Build a database from the bundled demo corpus and show one example of every command."""
    db_path.parent.mkdir(parents=True, exist_ok=True)
    corpus, picture = data_path("corpus/demo"), db_path.with_suffix(".graphml")
    article = next(corpus.glob("news/*canteen.txt"))
    _show(extract, "--explain", article)
    _show(ingest, corpus, "--db", db_path)
    _show(graph, "--db", db_path, "-o", picture)
    _show(similar, "师带徒 技能津贴", "--db", db_path, "--top", "3")
    _show(practices, "年轻工人留不住，怎么让他们愿意学技术", "--db", db_path, "--top", "3")
    _show(indicators, "--db", db_path, "--top", "8")
    _show(explore, "专项奖励", "--db", db_path, "--top", "3")
    sheet = db_path.with_suffix(".review.xlsx")
    _show(review, "export", "--db", db_path, "-o", sheet, "--below", "0.5", "--top", "50")
    _show(check, "--db", db_path)
    _show(backup, "--db", db_path, "-o", db_path.with_suffix(".backup.db"))
    _show(stats, "--db", db_path, "--top", "5")
    program = "tashan" if shutil.which("tashan") else sys.argv[0]
    click.echo(f"\nThe database lies in {db_path.resolve()}; open it: {program} serve --db {db_path}")


def _show(command: click.Command, *arguments: Path | str) -> None:
    words = [str(argument) for argument in arguments]
    click.secho(f"\n$ tashan {command.name} {shlex.join(words)}", bold=True)
    command.main(words, prog_name=f"tashan {command.name}", standalone_mode=False)
