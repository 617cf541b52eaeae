"""Jumble pages of real articles as bad readers of columns do, and score how well repair restores them.

    PYTHONPATH=. python scripts/jumble_pages.py ARTICLES.jsonl [--use tuning|margins|held-out] [--show KIND]
    PYTHONPATH=. python scripts/jumble_pages.py ARTICLES.jsonl --joints

ARTICLES has objects with `id` and `text`, one a line. Half of them, by a hash of the id, are held out, a
quarter is counted by the character model, on a quarter the margins were chosen that a new order must have.
Titles and headings are clauses of the articles. `before` and `after` are the edit distance between the page
in its right order and as it is jumbled, or as it is repaired, over its length; `restored` is the share of
pages that come out exactly, `worse` of those that come out worse than they went in. With --joints, each head
of a cut sentence is looked for among ten: the share of tails that find theirs. The seed is fixed.
"""

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from statistics import mean

from benchmark_reading import distance, squeeze
from train_joints import use_of

from kg.values import Document, Source
from pipeline.repair import Joints, fix_characters

SEED, LEAST, MOST, CANDIDATES = 20231012, 500, 1500, 10
_SENTENCE = re.compile("[^。！？]+[。！？]+[”’」』）]*")
_CLAUSE = re.compile("(?<=[，。])([\u4e00-\u9fff]{8,18})(?=[，。])")
_HEAD = re.compile("[坚推加强深打建完搭创持全开提增优激引聚筑促构健积大实着落拓培丰充发]")
_WIDTHS = (17, 19, 22)


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be laid out."""

    title: str
    paragraphs: tuple[str, ...]
    byline: str = "□ 华岭市总工会 李大明"

    def head(self) -> list[str]:
        """Return its title and who wrote it."""
        return [self.title, self.byline]

    def lines(self) -> list[str]:
        """Return what is read, in order."""
        return [*self.head(), *self.paragraphs]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page as they were jumbled, and the paragraphs in their right order."""

    lines: tuple[str, ...]
    truth: tuple[str, ...]


def read_stories(path: Path, use: str) -> list[Story]:
    """Return the articles of one use that are long enough and all prose."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if use_of(row["id"]) == use:
            found.append(make_story(row["text"]))
    return [story for story in found if story is not None]


def make_story(text: str) -> Story | None:
    """Return the article as paragraphs of whole sentences, or none where it is no plain prose."""
    text = fix_characters(Document(Source("", "", "text/plain"), squeeze(text))).text
    sentences = _SENTENCE.findall(text)
    clauses = [clause for clause in _CLAUSE.findall(text) if text.count(clause) == 1]
    length = sum(map(len, sentences))
    if not LEAST <= length <= MOST or length != len(text) or not clauses:
        return None
    paragraphs = [""]
    for sentence in sentences:
        if len(paragraphs[-1]) > 110 + len(paragraphs) * 17 % 60:
            paragraphs.append("")
        paragraphs[-1] += sentence
    if len(paragraphs) < 4:
        return None
    return Story(clauses[0], tuple(paragraphs))


def columns(paragraphs: Sequence[str], count: int, chance: random.Random) -> list[list[str]]:
    """Return paragraphs cut into `count` columns of about one length, each cut within a sentence."""
    text = "\n".join(paragraphs)
    cuts = [len(text) * number // count + chance.randint(-40, 40) for number in range(1, count)]
    for index, cut in enumerate(cuts):
        while any(mark in text[cut - 2 : cut + 2] for mark in "。！？\n”"):
            cut += 1
        cuts[index] = cut
    edges = [0, *cuts, len(text)]
    return [text[start:end].split("\n") for start, end in pairwise(edges)]


def set_lines(paragraphs: Sequence[str], width: int) -> list[str]:
    """Return the lines of print of a column."""
    return [
        line[start : start + width]
        for line in (f"　　{paragraph}" for paragraph in paragraphs)
        for start in range(0, len(line), width)
    ]


def _flat(parts: Sequence[Sequence[str]]) -> list[str]:
    return [line for part in parts for line in part]


def _permuted(parts: list[list[str]], chance: random.Random) -> list[list[str]]:
    order = list(range(len(parts)))
    while order == sorted(order):
        chance.shuffle(order)
    return [parts[index] for index in order]


def sound(stories: Sequence[Story], _chance: random.Random) -> Page:
    return Page(tuple(stories[0].lines()), tuple(stories[0].lines()))


def cut(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    return Page((*one.head(), *_flat(columns(one.paragraphs, 3, chance))), tuple(one.lines()))


def two_columns(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    return Page((*one.head(), *_flat(columns(one.paragraphs, 2, chance)[::-1])), tuple(one.lines()))


def three_columns(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    jumbled = _flat(_permuted(columns(one.paragraphs, 3, chance), chance))
    return Page((*one.head(), *jumbled), tuple(one.lines()))


def four_columns(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    jumbled = _flat(_permuted(columns(one.paragraphs, 4, chance), chance))
    return Page((*one.head(), *jumbled), tuple(one.lines()))


def title_last(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    return Page((*_flat(columns(one.paragraphs, 2, chance)), *one.head()), tuple(one.lines()))


def title_between(stories: Sequence[Story], chance: random.Random) -> Page:
    """Cut the first column within a sentence, set the title behind it."""
    one = stories[0]
    first, *rest = columns(one.paragraphs, 3, chance)
    return Page((*first, *one.head(), *_flat(rest)), tuple(one.lines()))


def sidebar(stories: Sequence[Story], chance: random.Random) -> Page:
    """Set a box of whole sentences between two columns; where it belongs is behind the article."""
    one, box = stories[0], stories[1].paragraphs[-1:]
    first, *rest = columns(one.paragraphs, 3, chance)
    return Page((*one.head(), *first, *box, *_flat(rest)), (*one.lines(), *box))


def rows(stories: Sequence[Story], chance: random.Random) -> Page:
    """Read two columns line by line, from the left to the right."""
    one, width = stories[0], chance.choice(_WIDTHS)
    left, right = (set_lines(part, width) for part in columns(one.paragraphs, 2, chance))
    mixed = [line for pair in zip_longest(left, right) for line in pair if line is not None]
    return Page((*one.head(), "", *mixed), tuple(one.lines()))


def wide_rows(stories: Sequence[Story], chance: random.Random) -> Page:
    """Read two columns row by row, both halves of a row on one line."""
    one, width = stories[0], chance.choice(_WIDTHS)
    left, right = (set_lines(part, width) for part in columns(one.paragraphs, 2, chance))
    mixed = [f"{pair[0]}    {pair[1]}".rstrip() for pair in zip_longest(left, right, fillvalue="")]
    return Page((*one.head(), "", *mixed), tuple(one.lines()))


def _with_headings(one: Story, chance: random.Random) -> tuple[str, list[list[str]]]:
    """Return a lead that announces the headings of three sections, and the sections."""
    lead, *rest = one.paragraphs
    size = max(len(rest) // 3, 1)
    parts = [rest[:size], rest[size : 2 * size], rest[2 * size :]]
    heads = [_CLAUSE.findall("。".join(["", *part])) for part in parts]
    heads = [[name for name in each if _HEAD.match(name)] or each for each in heads]
    names = [
        chance.choice(each) if each else f"{part[0][:6]}" for each, part in zip(heads, parts, strict=True)
    ]
    announced = f"{lead[:-1]}，突出“{names[0]}”“{names[1]}”“{names[2]}”，取得成效。"
    return announced, [[name, *part] for name, part in zip(names, parts, strict=True)]


def announced(stories: Sequence[Story], chance: random.Random) -> Page:
    """Set sections in an order that the lead, which names them, does not have."""
    one = stories[0]
    lead, parts = _with_headings(one, chance)
    return Page((*one.head(), lead, *_flat(_permuted(parts, chance))), (*one.head(), lead, *_flat(parts)))


def numbered(stories: Sequence[Story], chance: random.Random) -> Page:
    one = stories[0]
    _, parts = _with_headings(one, chance)
    parts = [[f"{number}、{part[0]}", *part[1:]] for number, part in zip("一二三", parts, strict=True)]
    lead = one.paragraphs[0]
    return Page((*one.head(), lead, *_flat(_permuted(parts, chance))), (*one.head(), lead, *_flat(parts)))


def neighbours(stories: Sequence[Story], chance: random.Random) -> Page:
    """Read the first columns of two articles, then their second ones."""
    one, other = stories[:2]
    (first, rest), (second, end) = (columns(each.paragraphs, 2, chance) for each in (one, other))
    jumbled = (*one.head(), *first, *other.head(), *second, *rest, *end)
    return Page(jumbled, (*one.lines(), *other.lines()))


def titled_box(stories: Sequence[Story], chance: random.Random) -> Page:
    """Set a short article with a title of its own between two columns."""
    one, other = stories[0], Story(stories[1].title, stories[1].paragraphs[:2])
    first, rest = columns(one.paragraphs, 2, chance)
    return Page((*one.head(), *first, *other.lines(), *rest), (*one.lines(), *other.lines()))


KINDS: tuple[Callable[[Sequence[Story], random.Random], Page], ...] = (
    sound, cut, two_columns, three_columns, four_columns, title_last, title_between, sidebar,
    rows, wide_rows, announced, numbered, neighbours, titled_box,
)  # fmt: skip


def pages(stories: Sequence[Story], kind: Callable[..., Page], count: int) -> Iterator[Page]:
    """Yield `count` pages of one kind, each from articles of its own."""
    chance = random.Random(f"{SEED} {kind.__name__}")
    shuffled = chance.sample(list(stories), len(stories))
    for number in range(count):
        at = 2 * number % (len(shuffled) - 1)
        yield kind(shuffled[at : at + 2], chance)


def repaired(page: Page) -> list[str]:
    """Return the articles that Tashan makes of a page."""
    from pipeline.split import split

    document = Document(Source("page.txt", "", "text/plain"), "\n".join(page.lines))
    return [article.text for article in split(fix_characters(document))]


def _apart(truth: str, text: str) -> float:
    return distance(truth, text, within=False) / len(truth)


def measure(stories: Sequence[Story], count: int, show: str | None) -> None:
    """Print a row for each kind of page."""
    print("kind\tbefore\tafter\trestored\tworse")
    for kind in KINDS:
        found = []
        for page in pages(stories, kind, count):
            truth, told = squeeze("".join(page.truth)), repaired(page)
            before = _apart(truth, squeeze("".join(page.lines)))
            after = _apart(truth, squeeze("".join(told)))
            found.append((before, after, after == 0, after > before))
            if show == kind.__name__ and after:
                print(
                    "\n".join(page.lines),
                    "\n-----\n",
                    "\n=====\n".join(told),
                    "\n",
                    before,
                    after,
                    "\n########\n",
                )
        print(kind.__name__, *(f"{mean(row):.3f}" for row in zip(*found, strict=True)), sep="\t", flush=True)


def measure_joints(stories: Sequence[Story]) -> None:
    """Print the share of tails of cut sentences that find their head among those of other cuts."""
    chance = random.Random(SEED)
    cuts = [(story, columns(story.paragraphs, 3, chance)) for story in stories]
    tails = [(index, part[at][-1], part[at + 1][0]) for index, (_, part) in enumerate(cuts) for at in (0, 1)]
    found = []
    for index, tail, head in tails:
        heads = [head, *chance.sample([other for _, _, other in tails if other != head], CANDIDATES - 1)]
        joints = Joints(_flat(cuts[index][1]))
        found.append(max(heads, key=lambda each: joints.score(tail, each)) == head)
    print(f"tails {len(found)}\tright {mean(found):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--use", choices=("tuning", "margins", "held-out"), default="held-out")
    parser.add_argument("--pages", type=int, default=12, help="of each kind")
    parser.add_argument("--joints", action="store_true", help="measure single joints")
    parser.add_argument("--show", help="print the pages of this kind that are not restored")
    given = parser.parse_args()
    stories = read_stories(given.articles, given.use)
    if given.joints:
        measure_joints(stories)
    else:
        measure(stories, given.pages, given.show)


if __name__ == "__main__":
    main()
