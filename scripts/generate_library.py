"""Make a library of any size from a grammar of practices, for measuring speed and nothing else.

The same seed gives the same cases, and case 7 reads the same however many there are. What is done, in what
trade, by whom and to what end follows Zipf's law, as words of real texts do; enterprises, places and slogans
are put together from syllables, so that the index meets many pairs of characters.

    python scripts/generate_library.py files FOLDER --cases 1000      # one text file a case
    python scripts/generate_library.py records FILE --cases 1000      # JSON Lines, as `tashan extract` writes
    python scripts/generate_library.py graph FILE --cases 100000      # straight into a graph
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import TypeVar

import kg
from kg.concepts import gather
from kg.values import Article, Case, Concept, Entity, Indicator, Meaning, Measure, Part, Source, Span
from pipeline.concepts import Entry, Vocabulary, own_vocabulary

EXTRACTOR = "generated library 1"
BATCH = 1000  # cases a transaction

T = TypeVar("T")
_PLACE = "云青海林白石清沙平安宁远江河溪湖山岭峰原川泉潭港津渡桥塘浦湾岛洲田垭坪岚霞松柏枫桐梅兰竹菊"
_FIRM = "华天恒宏瑞祥隆泰昌盛达通信诚德仁和顺鑫金银铭博雅思创科智联众合力源丰盈嘉禾翔宇辰星晟曜澜沁沐"
_HEART = "暖心初匠星火燎原同舟扬帆启航护薪聚力春雨甘露阳光彩虹灯塔驿路繁花蜂鸟雁阵磐石砺剑铸魂润物细语"


def _words(table: str) -> list[str]:
    return table.split()


_TRADES = _words("""
机械 电子 化工 纺织 建材 冶金 电力 煤炭 船舶 汽车 轨道交通 航空 物流 快递 港口 建筑 环卫 家政 餐饮 旅游
医药 食品 酿酒 造纸 印刷 陶瓷 家具 服装 制鞋 玩具 五金 轴承 水泵 阀门 电缆 光伏 风电 储能 电池 芯片
软件 通信 数据 农机 种业 渔业 林业 茶叶 盐业 矿山
""")
_PEOPLE = _words("""
职工 一线职工 产业工人 青年职工 女职工 农民工 货车司机 快递员 外卖骑手 网约车司机 技术工人 困难职工 劳务派遣工
新入职员工 班组长 环卫工人
""")
_ACTIONS = _words("推行 建立 开展 实施 打造 探索 完善 推广 组织 举办 落实 健全 深化 创新 启动 设立")
_MANNERS = _words("""
把问题摆到桌面上一件件解决 由专人跟踪到底 按季度评比并张榜公布 与年终考核挂钩 先在两个车间试点再全面铺开
请老师傅现场示范 用手机就能报名 夜班也能参加 经费由企业和工会各出一半 不占用生产时间 每月碰头一次 让数据说话
一人一档管理 吸收家属代表参加 做到事前有商量事后有回音 从最难的岗位开始 聘请退休技师当顾问 线上线下同步进行
结果向全体职工公开 与兄弟单位互派人员学习
""")
_GAINS = (
    ("参与率", "%", "参与率达到{}%"),
    ("受益职工", "人", "受益职工{}人"),
    ("节约成本", "元", "节约成本{}元"),
    ("满意率", "%", "满意率达{}%"),
    ("流失率", "%", "流失率降至{}%"),
    ("开展活动", "场", "开展活动{}场"),
    ("提出建议", "条", "提出建议{}条"),
    ("发放补助", "元", "发放补助{}元"),
)
_PERIODS = ("去年", "今年以来", "三年来")
_SHARES = {"%": (3, 99), "元": (20000, 3000000), "人": (12, 9000), "场": (2, 300), "条": (5, 4000)}
_ASIDES = (
    "记者在现场看到，{people}正围着{trade}设备讨论。",
    "“过去大家心里没底，现在有了盼头。”一位{people}说。",
    "{trade}企业多、规模小、人员流动快，是{place}的实际情况。",
    "围绕“{slogan}”品牌，{place}还把服务送到{trade}企业门口。",
    "下一步，{firm}将继续听取{people}的意见。",
    "据介绍，{place}共有{trade}企业数百家。",
)


@dataclass(slots=True)
class Draft:
    """A case while it is written: the text so far, and what stands in it."""

    random: random.Random
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    places: dict[str, list[Span]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def pick(self, some: Sequence[T]) -> T:
        """Return one, the n-th as likely as 1/n."""
        return self.random.choices(some, cum_weights=_zipf(len(some)))[0]

    def name(self, syllables: str, length: int) -> str:
        """Return a made-up name."""
        return "".join(self.random.choices(syllables, k=length))

    def say(self, words: str) -> Span:
        """Write some words and return their place."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def end_line(self, kind: str, start: int) -> None:
        """Close a line that began at `start`."""
        self.parts.append(Part(kind, Span(start, len(self.text))))  # type: ignore[arg-type]
        self.text += "\n"


def cases(count: int, *, start: int = 0, seed: int = 1, measures: int = 10) -> Iterator[Case]:
    """Yield so many cases from number `start` on, each of so many measures."""
    vocabulary = own_vocabulary()
    for number in range(start, start + count):
        yield _case(number, random.Random(f"{seed}/{number}"), vocabulary, measures)


def store(path: Path, made: Iterator[Case], *, batch: int = BATCH) -> int:
    """Store cases in a graph, some hundreds a transaction, and return how many there were."""
    count = 0
    with closing(kg.open_graph(path, write=True)) as db:
        db.execute("PRAGMA cache_size = -400000")
        run = kg.start_run(db, extractor=EXTRACTOR)
        while some := list(islice(made, batch)):
            with db.atomic():
                for case in some:
                    kg.add(db, case.article.source, [case], extractor=EXTRACTOR)
            count += len(some)
        kg.finish_run(db, run, {"articles": count})
    return count


@cache
def _zipf(length: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, length + 1)))


def _case(number: int, chance: random.Random, vocabulary: Vocabulary, measures: int) -> Case:
    draft = Draft(chance)
    place = draft.name(_PLACE, 2) + draft.pick("县市区")
    trade = draft.pick(_TRADES)
    firm = f"{place[:2]}{draft.name(_FIRM, 2)}{trade}有限公司"
    named = {"enterprise": firm, "union": f"{place}总工会", "place": place}
    told = {"place": place, "trade": trade, "firm": firm, "slogan": draft.name(_HEART, 4)}
    done = [draft.pick(vocabulary.entries) for _ in range(measures)]
    draft.say(f"{place}：{done[0].concept.name}让{trade}{draft.pick(_PEOPLE)}得实惠")
    draft.end_line("title", 0)
    _opening(draft, named)
    for at in range(0, measures, 3):
        start = len(draft.text)
        for entry in done[at : at + 3]:
            _practice(draft, entry, draft.pick((firm, named["union"])), named)
        draft.say(draft.pick(_ASIDES).format(people=draft.pick(_PEOPLE), **told))
        draft.end_line("body", start)
    return _close(draft, number, named, gather(draft.measures, vocabulary.concepts))


def _opening(draft: Draft, named: dict[str, str]) -> None:
    start = len(draft.text)
    for name, told in ((named["union"], "把难题交给"), (named["enterprise"], "来试。")):
        draft.places.setdefault(name, []).append(draft.say(name))
        draft.say(told)
    draft.end_line("body", start)


def _practice(draft: Draft, entry: Entry, actor: str, named: dict[str, str]) -> None:
    """Write a sentence that says what was done, and in two of three what came of it."""
    start, people = len(draft.text), draft.pick(_PEOPLE)
    opening = draft.pick((named["place"], *_PERIODS))
    draft.say(f"{opening}，")
    draft.places.setdefault(actor, []).append(draft.say(actor))
    action, wording = draft.pick(_ACTIONS), draft.pick((*entry.names, *entry.wordings))
    trait = f"面向{people}的“{draft.name(_HEART, 3)}”{wording}"
    clause = draft.say(f"{action}{trait}")
    draft.say(f"，{draft.pick(_MANNERS)}")
    results = []
    if draft.random.random() < 2 / 3:
        metric, unit, shape = draft.pick(_GAINS)
        value = draft.random.randint(*_SHARES[unit])
        before, after = shape.split("{}")
        draft.say(f"，{before}")
        results.append((metric, unit, value, opening, draft.say(f"{value}{after}")))
    draft.say("。")
    _note(
        draft, entry.concept, (actor, action, trait, people), (clause, Span(start, len(draft.text)), results)
    )


def _note(draft: Draft, concept: Concept, words: tuple[str, str, str, str], found: tuple) -> None:
    actor, action, trait, people = words
    clause, sentence, results = found
    actor_id = "e1" if actor.endswith("公司") else "e2"
    ids = [_indicator(draft, result, sentence, (actor, actor_id)) for result in results]
    draft.measures.append(
        Measure(
            id=f"m{len(draft.measures) + 1}", text=clause.of(draft.text), action=action, object=trait,
            actor=actor, actor_id=actor_id, beneficiary=people,
            theme=concept.theme or "组织保障", concept=concept.name, results=tuple(ids),
            span=clause, evidence=sentence,
            confidence=round(draft.random.uniform(0.4, 1.0), 3), rule="generated",
            concepts=(Meaning(concept.id, 0.9),),
        )
    )  # fmt: skip


def _indicator(
    draft: Draft, result: tuple[str, str, int, str, Span], sentence: Span, subject: tuple[str, str]
) -> str:
    metric, unit, value, opening, place = result
    name = f"i{len(draft.indicators) + 1}"
    blank = dict.fromkeys(
        ("low", "high", "direction", "earlier", "delta", "delta_unit", "period_start", "period_end")
    )
    draft.indicators.append(
        Indicator(
            **blank, id=name, metric=metric, subject=subject[0], subject_id=subject[1], value=Decimal(value),
            op="=", unit=unit, period=opening if opening in _PERIODS else None,
            raw=place.of(draft.text), status="actual", span=place, evidence=sentence, confidence=0.9,
            rule="generated",
        )
    )  # fmt: skip
    return name


def _close(draft: Draft, number: int, named: dict[str, str], means: Sequence[Concept]) -> Case:
    text = draft.text.removesuffix("\n")
    draft.places[named["place"]] = [Span(0, len(named["place"]))]
    entities = [
        Entity(f"e{at}", kind, name, (), tuple(draft.places[name]), "generated")  # type: ignore[arg-type]
        for at, (kind, name) in enumerate(named.items(), 1)
    ]
    published = date(2015, 1, 1) + timedelta(draft.random.randrange(3600))
    dated = [_dated(indicator, published) for indicator in draft.indicators]
    sums = sha256(text.encode()).hexdigest()
    article = Article(
        id=sums[:16],
        source=Source(f"generated/{number:07}.txt", sums, "text/plain"),
        text=text,
        parts=tuple(draft.parts),
        title=draft.parts[0].span.of(text),
        published=published,
    )
    return Case(article, entities, dated, draft.measures, concepts=means)


def _dated(indicator: Indicator, published: date) -> Indicator:
    """Return an indicator with the days that its period means in an article of that day."""
    if indicator.period == "去年":
        year = published.year - 1
        return replace(indicator, period_start=date(year, 1, 1), period_end=date(year, 12, 31))
    if indicator.period == "今年以来":
        return replace(indicator, period_start=date(published.year, 1, 1), period_end=published)
    return indicator


def _files(folder: Path, made: Iterator[Case]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for case in made:
        count += 1
        (folder / Path(case.article.source.path).name).write_text(case.article.text, encoding="utf-8")
    return count


def _records(path: Path, made: Iterator[Case]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for case in made:
            count += 1
            file.write(json.dumps(kg.to_record(case), ensure_ascii=False) + "\n")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("form", choices=("files", "records", "graph"))
    parser.add_argument("target", type=Path)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0, help="the number of the first case")
    parser.add_argument("--measures", type=int, default=10, help="measures a case")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write = {"files": _files, "records": _records, "graph": store}[chosen.form]
    began = time.process_time()
    made = cases(chosen.cases, start=chosen.start, seed=chosen.seed, measures=chosen.measures)
    count = write(chosen.target, made)
    print(f"{count:,} cases in {chosen.target}, {time.process_time() - began:.1f} CPU-seconds")


if __name__ == "__main__":
    main()
