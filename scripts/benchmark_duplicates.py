"""Score how editions of one article are found and told apart: on real reprints, and on revisions made here.

    PYTHONPATH=. python scripts/benchmark_duplicates.py ../shared/data/news/union.jsonl [--misses]

Real pairs: all bodies that share three tenths of their stretches, found by comparing every body with every
other; those that share half are taken for editions of one report. Made pairs, from articles that have no
edition among the real ones: other source line, other title, an advertisement in front, marks of other width
(the same); a paragraph cut, numbers changed, both (revised); half of it quoted in a round-up (two articles);
two articles as they are. Articles fall into two halves by a hash of their ids: thresholds were chosen on dev.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from kg.duplicates import stretches
from kg.editions.wording import bands, compare, with_titles
from kg.values import Article, Document, Source
from pipeline.repair import fix_characters
from pipeline.split import split

SENTENCE = re.compile(r"[^。！？]*[。！？]+[”」）]*")
WIDE = str.maketrans(",:;()%0123456789", "，：；（）％０１２３４５６７８９")
SOURCES = ("本报讯（记者 林望舒）", "来源：北川日报\n", "【北川融媒记者陈砚秋报道】", "转自：北川工会发布\n")
TITLES = ("原标题：暖心服务送到家\n", "职工身边的新变化\n", "一线观察丨他们这样做\n")
ADS = ("广告 升降平台厂家直销，质量可靠 ×", "您的身边银行 热线为您服务 ", "点击上方蓝字关注我们\n")


def longest(text: str) -> Article:
    """Return the longest article of a text, as it would be stored."""
    articles = split(fix_characters(Document(Source("", "", "text/plain"), text)))
    return max(articles, key=lambda one: len(one.text))


def body(article: Article) -> str:
    """Return what is compared of an article."""
    spans = article.spans("body", "heading")
    return "\n".join(span.of(article.text) for span in spans) or article.text


def cut(text: str, rng: random.Random) -> str:
    """Return a text without two to four sentences in a row, none of them the first or the last."""
    told = SENTENCE.findall(text)
    size = rng.randint(2, min(4, len(told) - 3))
    at = rng.randint(1, len(told) - size - 1)
    return "".join(told[:at] + told[at + size :])


def renumbered(text: str, rng: random.Random) -> str:
    """Return a text with one to three of its numbers changed."""
    places = list(re.finditer(r"(?<![\d.])\d{1,6}(?![\d.年月日])", text))
    for match in sorted(rng.sample(places, min(len(places), rng.randint(1, 3))), key=lambda m: -m.start()):
        text = text[: match.start()] + str(int(match[0]) + rng.randint(1, 40)) + text[match.end() :]
    return text


def quoted(text: str, others: list[str], rng: random.Random) -> str:
    """Return a round-up that quotes half of a text among halves of others."""
    halves = [one[: len(one) // 2] for one in (text, *rng.sample(others, 2))]
    rng.shuffle(halves)
    return "\n".join(halves)


def made(texts: list[str], number: int) -> Iterator[tuple[str, str | None, str]]:
    """Yield what was done to a text, what the pair is, and the other text."""
    rng, text = random.Random(number), texts[number]
    others = texts[:number] + texts[number + 1 :]
    same: dict[str, Callable[[], str]] = {
        "source": lambda: rng.choice(SOURCES) + text,
        "title": lambda: rng.choice(TITLES) + text,
        "advertisement": lambda: rng.choice(ADS) + text,
        "width": lambda: text.translate(WIDE),
    }
    for name, make in same.items():
        yield name, "same", make()
    if len(SENTENCE.findall(text)) >= 6:
        yield "cut", "revised", cut(text, rng)
    if re.search(r"(?<![\d.])\d{1,6}(?![\d.年月日])", text):
        yield "numbers", "revised", renumbered(text, rng)
        if len(SENTENCE.findall(text)) >= 6:
            yield "cut, numbers", "revised", renumbered(cut(text, rng), rng)
    yield "quoted", None, quoted(text, others, rng)
    yield "other", None, rng.choice(others)


def verdict(first: str, second: str) -> str | None:
    """Return how two articles would be told apart: those that share no band are never compared."""
    one, other = longest(first), longest(second)
    if not bands(body(one)) & bands(body(other)):
        return None
    found = with_titles(compare(body(one), body(other)), one.title, other.title)
    return found.edition if found else None


def half(name: str) -> str:
    return "dev" if sha256(name.encode()).digest()[0] % 2 else "test"


def real_pairs(bodies: list[str]) -> list[tuple[int, int, float]]:
    """Return every two bodies that share three tenths of their stretches, and the share."""
    sets = [frozenset(stretches(one).tolist()) for one in bodies]
    found = []
    for number, own in enumerate(sets):
        for other in range(number):
            shared = len(own & sets[other])
            share = shared / max(len(own | sets[other]), 1)
            if share >= 0.3:
                found.append((other, number, share))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="JSON Lines with `id` and `text`")
    parser.add_argument("--misses", action="store_true", help="name what is wrong in the dev half")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.articles.open(encoding="utf-8")]
    pairs = real_pairs([body(longest(row["text"])) for row in rows])
    told: Counter[tuple[str, str, str]] = Counter()
    for first, second, share in pairs:
        ids = rows[first]["id"], rows[second]["id"]
        kind = "real, half shared" if share >= 0.5 else "real, three tenths shared"
        told[half(ids[0]), kind, str(verdict(rows[first]["text"], rows[second]["text"]))] += 1
    twins = {number for pair in pairs for number in pair[:2]}
    single = [row for number, row in enumerate(rows) if number not in twins]
    wrong: Counter[tuple[str, str, str]] = Counter()
    for number, row in enumerate(single):
        texts = [one["text"] for one in single]
        for kind, wanted, other in made(texts, number):
            got = verdict(row["text"], other)
            told[half(row["id"]), f"{kind} ({wanted})", str(got)] += 1
            wrong[half(row["id"]), str(wanted), str(got)] += 1
            if given.misses and half(row["id"]) == "dev" and got != wanted:
                print(row["id"], kind, wanted, got)
    show(told)
    for side in ("dev", "test"):
        for name in ("same", "revised"):
            right = wrong[side, name, name]
            got = sum(n for (h, _, g), n in wrong.items() if (h, g) == (side, name))
            wanted = sum(n for (h, w, _), n in wrong.items() if (h, w) == (side, name))
            print(f"{side} {name}: precision {right / max(got, 1):.3f}, recall {right / max(wanted, 1):.3f}")
        found = sum(n for (h, w, g), n in wrong.items() if h == side and w != "None" and g != "None")
        got = sum(n for (h, _, g), n in wrong.items() if h == side and g != "None")
        wanted = sum(n for (h, w, _), n in wrong.items() if h == side and w != "None")
        print(f"{side} either: precision {found / max(got, 1):.3f}, recall {found / max(wanted, 1):.3f}")


def show(told: Counter[tuple[str, str, str]]) -> None:
    print("| half | pair | same | revised | two articles |\n| --- | --- | --- | --- | --- |")
    for side, kind in sorted({key[:2] for key in told}):
        cells = " | ".join(str(told[side, kind, got]) for got in ("same", "revised", "None"))
        print(f"| {side} | {kind} | {cells} |")


if __name__ == "__main__":
    main()
