"""Measure how resolving grows: store generated cases, 20 names each, and print time and memory by size.

Usage: PYTHONPATH=. python scripts/measure_resolve.py [SIZE ...] (default: 1000 10000 50000 200000)

Names are made from a seed: enterprises of real places with brands of two characters, in full and short forms,
unions and bodies of places, people with and without an employer. They say how fast it is, and nothing of how
well: for that see scripts/benchmark_resolve.py.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

import kg
import kg.facts
import kg.store
from kg.lexicon import table, words
from kg.values import Article, Case, Entity, EntityType, Relation, Source, Span

SEED = 7
SIZES = (1_000, 10_000, 50_000, 200_000)
CHARACTERS = "华岭云麓江安泰和宏盛瑞丰佳源博远恒信达利通嘉祥永固森林海天金石明德润泽启航凯旋新晟锦程卓越"
FORMS = ("{p}{b}{t}股份有限公司", "{p}{b}{t}有限公司", "{p}{b}{t}", "{b}{t}", "{p}{b}", "{b}{t}公司")
BODIES: dict[EntityType, tuple[str, ...]] = {
    "union": ("{p}总工会", "{p}教育工会", "{p}总"),
    "government": ("{p}人力资源和社会保障局", "{p}人社局", "{p}教育局", "{p}政府"),
    "school": ("{p}第一中学", "{p}第二中学", "{p}技师学院"),
}


def names(rng: random.Random) -> Iterator[tuple[EntityType, str]]:
    """Yield the 20 names of one article: four enterprises, nine bodies, a place and six people."""
    places = [row["name"] for row in table("places") if row["kind"] in ("city", "county")]
    trades, surnames = sorted(words("org_trades")), sorted(words("surnames"))
    for _ in range(4):
        brand = "".join(rng.choices(CHARACTERS, k=2))
        form = rng.choice(FORMS)
        yield "enterprise", form.format(p=rng.choice(places), b=brand, t=rng.choice(trades))
    for kind, forms in BODIES.items():
        for form in rng.sample(forms, k=3):
            yield kind, form.format(p=rng.choice(places))
    yield "place", rng.choice(places)
    for _ in range(6):
        yield "person", rng.choice(surnames) + "".join(rng.choices(CHARACTERS, k=rng.choice((1, 2, 2))))


def case_of(number: int) -> Case:
    """Return one generated article, its names line by line; half of its people work for one of the bodies."""
    rng = random.Random(f"{SEED}-{number}")
    found = list(dict.fromkeys(names(rng)))
    text, entities = f"{number}\n", []
    for at, (kind, name) in enumerate(found, 1):
        span = Span(len(text), len(text) + len(name))
        entities.append(Entity(f"e{at}", kind, name, (), (span,), "generated"))
        text += name + "\n"
    bodies = [entity for entity in entities if entity.type in ("union", "enterprise")]
    people = [entity for entity in entities if entity.type == "person"]
    works = tuple(
        Relation(person.id, "works_for", rng.choice(bodies).id, person.mentions[0], "generated")
        for person in people[::2]
    )
    source = Source(f"{number:06}.txt", str(number), "text/plain")
    return Case(Article(f"{number:016}", source, text, ()), tuple(entities), (), (), works)


def measure(size: int) -> None:
    """Store enough cases for `size` names in a fresh file; print one row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        db = kg.open_graph(Path(folder) / "names.db", write=True)
        spent = _timed_resolving()
        begun, count = time.process_time(), 0
        for number in range(size // 20):
            case = case_of(number)
            count += len(case.entities)
            kg.add(db, case.article.source, [case], extractor="generated")
        total, resolving = time.process_time() - begun, spent[0]
        last = _last_documents(db, size // 20)
        things = db.execute("SELECT count(*) FROM things").fetchone()[0]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        db.close()
    print(f"| {count:,} | {things:,} | {resolving:.1f} | {total:.1f} | {last:.1f} | {memory} |", flush=True)


def _timed_resolving() -> list[float]:
    """Have the store count the time that it spends on resolving, and return where it is counted."""
    spent = [0.0]
    kg.facts.admit = _timed(kg.facts.admit, spent)
    kg.store.settle = _timed(kg.store.settle, spent)
    return spent


def _timed(real: Callable[..., object], spent: list[float]) -> Callable[..., object]:
    def timed(*args: object) -> object:
        begun = time.process_time()
        try:
            return real(*args)
        finally:
            spent[0] += time.process_time() - begun

    return timed


def _last_documents(db: Database, first: int) -> float:
    """Return the milliseconds of CPU that one more document takes, the mean of a hundred."""
    begun = time.process_time()
    for number in range(first, first + 100):
        case = case_of(number)
        kg.add(db, case.article.source, [case], extractor="generated")
    return (time.process_time() - begun) * 10


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        print("| names | things | resolving, CPU s | storing in all, CPU s | one more article, ms | MiB |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for wanted in sys.argv[1:] or map(str, SIZES):
            subprocess.run([sys.executable, __file__, "--one", wanted], check=True)
