"""What a text costs the whole line, by what it is made of; a machine for finding where time grows too fast.

    PYTHONPATH=. python -m tests.pipeline.growth comma names --size 250000

prints the processor's seconds for that many characters and for four times as many.
"""

import argparse
import gc
import random
import sys
import time
from typing import TYPE_CHECKING

from kg.values import Document, Source
from pipeline.run import extract

if TYPE_CHECKING:
    from spacy.language import Language

UNITS = {
    "digit": "1", "wide digit": "１", "comma": "1,", "thousands": "1,234,567", "decimal": "1.2.3.",
    "slash": "1/2/", "han number": "一", "long number": "一亿二千三百四十五万六千七百八十九", "wan": "12万",
    "tilde": "1~", "change": "从1%到2%，", "percent": "完成率12%。\n", "list": "、a", "han list": "、甲",
    "ordinal": "第一第二", "numbered": "（一）（二）", "pauses": "，", "stops": "。", "semicolons": "甲；",
    "question": "？", "blanks": "a     b", "blank run": " ", "tab": "\t", "lines": "\n",
    "wide blanks": "甲　", "letter": "a", "words": "ABC ", "dashes": "-", "dots": "…", "colon": "来源：",
    "open bracket": "（", "closed bracket": "）", "open quote": "“", "closed quote": "”",
    "quoted": "“甲”", "ascii quote": "\"", "open title": "《", "title": "《甲》", "nested": "（“《",
    "column": "【甲】", "date": "2023年1月1日", "iso date": "2023-01-01 ", "months": "1月至",
    "address": "http://a.b/c?d=e&", "mail": "a@b.c ", "names": "张三、李四、", "spaced names": "张三 李四 ",
    "leader": "主席张三", "positions": "党委书记、董事长", "union": "市总工会", "places": "江苏省南京市",
    "company": "汀兰客车有限公司、", "studio": "张三工作室", "and": "甲和", "listed": "甲和乙和等3家企业",
    "honour": "荣获“五一劳动奖状”", "passive": "被授予",
    "he": "他获得", "verb": "建立健全", "issue": "印发《办法》",
    "sentence": "工会办班12期，培训1200人次。",
    "paragraph": "工会办班12期，培训1200人次。\n", "heading": "一、工作\n工会办班。\n",
    "short": "甲乙丙\n", "story": "工会办起夜校 职工圆梦\n",
    "byline": "文／张三\n", "box": "【班组天地】\n",
    "editor": "编者按：\n", "dateline": "2023年10月12日\n", "picture": "图为\n", "row": "甲\t乙\t12\n",
    "left off": "（下转第3版）\n", "page number": "— 12 —\n",
    "indented": "工会办班。　　", "open line": "“工会\n",
    "closed line": "工会”\n", "lead": "近年来，工会办班。\n", "mojibake": "宸ヤ細", "traditional": "總工會",
    "emoji": "😀", "surrogate": "\ud800", "invisible": "\u200b", "spread": "工 会 办 班 ",
    "letter for digit": "O0", "markdown": "**a** ", "link": "[a](b)", "bars": "|a|b|\n",
}  # fmt: skip
"""What a hostile text repeats."""

MIXES = {
    "any signs": "，。、；：“”（）《》【】—…·,.;:()[]",
    "any numbers": "0123456789一二三十百千万亿.,%年月日至-~/",
    "any words": "王张市总工会公司第一二12%，。、“”《》年 \n",
    "any characters": "".join(map(chr, range(0x4E00, 0x5E00))),
}
"""What a hostile text draws from by chance."""


def made(name: str, size: int) -> str:
    """Return `size` characters of a kind."""
    if name in MIXES:
        return "".join(random.Random(7).choices(MIXES[name], k=size))
    return (UNITS[name] * (size // len(UNITS[name]) + 1))[:size]


def cost(nlp: "Language", text: str) -> float:
    """Return the processor's seconds of the whole line for a text, collections of garbage left out."""
    document = Document(Source("a.txt", "0" * 64, "text/plain"), text)
    gc.collect()
    gc.disable()
    began = time.process_time()
    try:
        for _ in extract(document, nlp):
            pass
        return time.process_time() - began
    finally:
        gc.enable()


def growth(nlp: "Language", name: str, size: int) -> tuple[float, float]:
    """Return what `size` characters of a kind cost, and what four times as many do."""
    return cost(nlp, made(name, size)), cost(nlp, made(name, 4 * size))


def main() -> None:
    import pipeline.nlp

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", default=[*UNITS, *MIXES])
    parser.add_argument("--size", type=int, default=50_000)
    given = parser.parse_args()
    nlp = pipeline.nlp.load()
    cost(nlp, made("sentence", 300))
    for name in given.kinds:
        few, many = growth(nlp, name, given.size)
        micro = many / (4 * given.size) * 1e6
        sys.stdout.write(f"{name}: {few:.2f} -> {many:.2f} s, x{many / few:.1f}, {micro:.0f} µs/character\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
