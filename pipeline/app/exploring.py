"""The command `explore`: walking in the graph, and what is used again, each answer with its evidence."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.network import VIEWS
from pipeline.app.asking import JSON, TOP, opened
from pipeline.app.making import DATABASE
from pipeline.app.screen import as_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg.network import Community, Reuse, Sharing, Step, View


# A thing is related to its measures and numbers by what was read of it, and by their own fields.
_ALIKE = {"implements": "has_actor", "achieves": "has_subject"}
_REPEATED = 8  # links that are looked at for each that is shown: many tell again


@click.command(
    epilog="Examples: tashan explore --db cases.db; tashan explore 师带徒 --db cases.db; "
    "tashan explore 甲公司 --to 乙公司 --db cases.db; tashan explore 甲公司 --shared --db cases.db"
)
@click.argument("node", required=False)
@click.option("--to", help="Show the shortest path from NODE to this one, each step with its sentence.")
@click.option("--shared", is_flag=True, help="Show the enterprises that use practices which NODE uses.")
@click.option("--communities", "kind", type=click.Choice(VIEWS), help="Show what belongs together in a view.")
@DATABASE
@TOP
@JSON
def explore(node: str | None, db_path: Path, *, top: int, as_text: bool, **how: Any) -> None:  # noqa: ANN401
    """Walk in the graph from NODE (an id, a name, a practice or a title), or see which practices are reused.

    Without NODE the practices that most cases use; with NODE its links, each end once by a relation, of a
    practice also who uses it, of each case the surest use; with --to, --shared or --communities what these
    say. Every answer says its evidence: the sentence and its case.
    """
    if (how["to"] or how["shared"]) and node is None:
        raise click.UsageError("--to and --shared start from a NODE")
    with closing(opened(db_path)) as db:
        found = _found(db, node, top=top, **how)
        if as_text:
            as_json([asdict(one) for one in found])
        else:
            _show(found)


def _found(
    db: "Database", node: str | None, *, top: int, to: str | None, shared: bool, kind: "View | None"
) -> "tuple[Step | Reuse | Sharing | Community, ...]":
    import kg

    if kind is not None:
        return kg.communities(db, kind, top=top)
    if node is None:
        return kg.most_reused(db, top=top)
    start = _node(db, node)
    if to is not None:
        return kg.path(db, start, _node(db, to))
    if shared:
        return kg.sharing(db, start.removeprefix("thing/"), top=top)
    of, _, own = start.partition("/")
    if of == "concept" and (uses := kg.reused(db, own, top=top)):
        return (uses, *(step for step in _links(db, start, top) if step.relation != "has_concept"))
    return tuple(_links(db, start, top))


def _links(db: "Database", start: str, top: int) -> "Iterator[Step]":
    """Yield where a node leads, each end once by a relation, at most `top` by each; mentions come last.

    Of the measures and numbers of a thing two relations tell.
    """
    import kg

    seen: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    steps = kg.neighbours(db, start, top=_REPEATED * top)
    for step in sorted(steps, key=lambda step: step.relation == "mentions"):
        relation = _ALIKE.get(step.relation, step.relation)
        end = (relation, step.target)
        if end not in seen and counts[relation] < top:
            seen.add(end)
            counts[relation] += 1
            yield step


def _node(db: "Database", text: str) -> str:
    import kg

    found = kg.find_node(db, text)
    if found is None:
        like = "、".join(kg.nodes_like(db, text))
        raise click.BadParameter(f"nothing in the graph is called {text!r}{like and f'; there is {like}'}")
    return found


def _show(found: "tuple[Step | Reuse | Sharing | Community, ...]") -> None:
    if not found:
        click.echo("nothing found")
    for one in found:
        told = asdict(one)
        {"Step": _step, "Reuse": _reuse, "Sharing": _sharing, "Community": _community}[type(one).__name__](
            told
        )


def _step(told: dict[str, Any]) -> None:
    arrow = f"-{told['relation']}->" if told["forward"] else f"<-{told['relation']}-"
    click.echo(f"{told['source_label']}  {arrow}  {told['target_label']}    [{told['target']}]")
    if told["evidence"]:
        click.echo(f"   {told['case_id']}  “{told['evidence'].strip()}”")


def _reuse(told: dict[str, Any]) -> None:
    theme = told["theme"] or "-"
    click.echo(f"{told['name']}  ({theme})  {told['cases']:,} cases, {told['actors']:,} known actors")
    for use in told["uses"]:
        _use(use)


def _sharing(told: dict[str, Any]) -> None:
    click.echo(f"{told['name']}  ({told['type']}): {'、'.join(told['concepts'])}")
    for pair in told["uses"]:
        for use in pair:
            _use(use)


def _use(use: dict[str, Any]) -> None:
    click.echo(f"   {use['actor'] or '?'}: {use['text']}")
    click.echo(f"      {use['case_id']}  “{use['evidence'].strip()}”")


def _community(told: dict[str, Any]) -> None:
    click.echo(f"{told['size']:,}: {'、'.join(told['members'])}")
    for source, target, weight, case_id, evidence in told["links"][:3]:
        click.echo(
            f"   {source} — {target} ({weight}×)  {case_id}{f'  “{evidence.strip()}”' if evidence else ''}"
        )
