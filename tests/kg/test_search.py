"""Finding cases by their words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.asked import Asked, weigh
from kg.lexical import Terms
from kg.query import Query
from kg.schema import statements
from kg.search import best_sentences, shared
from kg.signals import stretches, words_in
from kg.tokens import phrase
from kg.values import Article, Case, Source, Span


def article(number: int, text: str, title: str | None = None) -> Case:
    """Return a case of nothing but text."""
    return Case(
        Article(f"case{number}", Source(f"{number}.txt", str(number), "text/plain"), text, (), title=title)
    )


@pytest.fixture
def store(empty):
    """A function that stores texts as cases and gives the database."""

    def put(*texts: str):
        for number, text in enumerate(texts):
            case = article(number, text)
            kg.add(empty, case.article.source, [case], extractor="hand")
        return empty

    return put


@pytest.mark.parametrize(
    "word", ["培训", "工会", "津贴", "师带徒", "技能津贴", "泵业", "8月", "青禾县总工会主席", "产", "报"]
)
def test_a_word_of_any_length_is_found_where_it_stands(db, pump, word):
    wanted = {case.article.id for case in kg.cases(db) if word in case.article.text}
    assert {hit.case_id for hit in kg.search(db, word)} == wanted


@pytest.mark.parametrize("word", ["工带", "徒师", "海晏泵业"])
def test_characters_that_do_not_stand_together_are_no_word(db, word):
    assert kg.search(db, word) == ()


def test_letters_are_found_in_either_case(store):
    db = store("全面推行AI质检和5G工厂", "没有字母")
    assert [[hit.case_id for hit in kg.search(db, query)] for query in ("ai质检", "5g", "Ai")] == [
        ["case0"]
    ] * 3


def test_a_case_must_hold_every_word_where_one_does(store):
    db = store("技能津贴按月发放", "师徒结对签约，技能津贴到位", "师徒结对")
    assert [hit.case_id for hit in kg.search(db, "师徒 津贴")] == ["case1"]
    assert {hit.case_id for hit in kg.search(db, "师徒 讨薪")} == {"case1", "case2"}


@pytest.mark.parametrize("query", ["", "  ", "，。", '"', "*", "AND", "NEAR(", "a OR", "工会*", "(工会", "-"])
def test_no_query_breaks_the_search(db, query):
    assert isinstance(kg.search(db, query), tuple)
    assert isinstance(kg.similar(db, query), tuple)
    assert isinstance(kg.practices(db, query), tuple)


def test_a_hit_shows_where_its_words_stand(db, pump):
    (hit,) = kg.search(db, "师带徒 津贴")
    assert [pump.article.text[why.start : why.end] for why in hit.reasons] == ["师带徒", "津贴"]
    assert (hit.rank, hit.title, hit.path) == (1, pump.article.title, "改革/泵业.txt")
    assert "师带徒" in hit.snippet
    assert hit.score == pytest.approx(sum(why.weight for why in hit.reasons), abs=0.001)


def test_the_answer_has_the_keys_of_the_contract(db):
    found = kg.answer("师带徒", kg.search(db, "师带徒"))
    assert list(found) == ["query", "hits"]
    assert list(found["hits"][0])[:6] == ["rank", "case_id", "title", "path", "score", "reasons"]
    assert list(found["hits"][0]["reasons"][0]) == ["signal", "detail", "weight", "start", "end"]


def test_the_top_of_the_answers_is_as_long_as_asked(store):
    db = store(*(f"工会组织第{number}期培训" for number in range(12)))
    assert [hit.rank for hit in kg.search(db, "培训", 5)] == [1, 2, 3, 4, 5]


def test_what_was_replaced_is_found_no_more(store):
    db = store("技能津贴")
    case = article(0, "疗休养")
    kg.add(db, replace(case.article.source, sha256="new"), [case], extractor="hand")
    assert (kg.search(db, "津贴"), len(kg.search(db, "疗养")), len(kg.search(db, "疗休"))) == ((), 0, 1)


def test_rare_words_weigh_more_and_asking_words_nothing(store):
    db = store("工会培训", "工会疗休养怎么办", "工会")
    wanted = weigh(db, "怎么工会疗休")
    assert wanted.weights["疗休"] > wanted.weights["工会"] > 0
    assert not {"怎么", "怎", "么"} & set(wanted.weights)


def test_the_share_of_a_text_is_most_where_it_says_most_of_the_query(store):
    db = store("职工疗休养制度", "职工食堂", "厂区绿化")
    shares = weigh(db, "职工疗休养").shares([case.article.text for case in kg.cases(db)], 8)
    assert 1 >= shares[0] > shares[1] > shares[2] == 0


def test_shared_stretches_are_whole_and_in_place(store):
    text = "公司建立职工疗休养制度，并设立技能津贴"
    wanted = weigh(store(text), "想给职工疗休养，也要有津贴")
    found = shared("想给职工疗休养，也要有津贴", text, wanted.weights)
    assert {name for name, _ in found} == {"职工疗休养", "津贴"}
    assert all(place.of(text) == name for name, place in found)


def test_of_a_long_query_only_the_weightiest_tokens_are_told(monkeypatch):
    monkeypatch.setitem(shared.__globals__, "_TOKENS", 1)
    weights = {"津贴": 2.0, "食堂": 1.0}
    assert shared("津贴，食堂", "食堂和津贴", weights) == (("津贴", Span(3, 5)),)
    assert shared("书屋", "食堂和津贴", weights) == ()


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ("职工心理压力大", "员工心理健康", ["心理"]),  # 工 belongs to 职工
        ("企业不愿意建会", "企业不少", ["企业"]),  # 不 belongs to 不愿意
        ("职工心理压力大", "缓解心理压力", ["心理压力"]),
        ("劳模工作室", "劳模工作室", ["劳模工作室"]),
        ("开展5G培训", "讲解5G培训", ["5g培训"]),
        ("建工", "建工会", ["建工"]),  # nothing more is left of it
    ],
)
def test_what_is_shared_is_told_in_whole_words(store, query, text, told):
    usual = ["职工", "职工食堂", "企业", "企业里", "不愿意", "不愿意来", "心理", "压力", "工会", "会议"]
    wanted = weigh(store(text, *usual, query), query)
    assert [name for name, _ in shared(query, text, wanted.weights)] == told


def test_terms_that_run_on_are_one_stretch():
    weights = {"理健": 1.0, "心理": 3.0, "健康": 2.0, "vr": 1.5, "体检": 0.5, "没有": 9.0}
    assert stretches(weights, "心理健康课，vr体检，心理") == ["心理健康", "vr", "体检"]
    assert stretches({}, "心理") == []


def test_single_characters_are_told_only_where_no_word_is():
    asked = Asked(
        Query("书看", ("书看",)), Terms({"书": 1.0, "看": 0.5}), written=("图书",), near=Terms({"图书": 1.0})
    )
    assert words_in(asked, "书在手里") == ("书", Span(0, 1))
    assert words_in(asked, "看图书") == ("图书", Span(1, 3))


def test_the_best_sentences_are_told_text_by_text():
    texts = ["开会。办书屋，送书屋图书！闲话", "闲话。", "", "書屋开了\n办书屋在车间里"]
    assert best_sentences({"书屋": 2.0, "图书": 1.0}, texts) == [
        "办书屋，送书屋图书！",
        None,
        None,
        "書屋开了",
    ]
    assert best_sentences({}, ["开会。"]) == [None]
    assert best_sentences({"书屋": 1.0}, []) == []


@pytest.mark.parametrize("query", ["师傅kimi", "KIMI", "怎么说Kimi"])
def test_a_shared_word_in_letters_is_whole(store, query):
    text = "车间用Kimi排产"
    wanted = weigh(store(text, "车间"), query)
    assert [name for name, _ in shared(query, text, wanted.weights)] == ["kimi"]


def test_what_is_shared_is_told_even_where_it_says_little(store):
    (hit,) = kg.similar(store("对于工会", "企业"), "对于他们")
    assert [(why.detail, why.start, why.end) for why in hit.reasons] == [("对于", 0, 2)]


@pytest.mark.parametrize("query", ["师带徒" * 4000, "，".join(f"{n}号厂" for n in range(3000)), "a" * 50_000])
def test_a_query_may_be_as_long_as_an_article(store, query):
    db = store("师带徒", "7号厂房")
    for ask in (kg.search, kg.similar, kg.practices):
        assert len(ask(db, query)) <= 2


def test_no_program_without_the_tokens_can_spoil_the_index(db, path):
    import sqlite3

    db.close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.OperationalError, match="tashan_tokens"):
        other.execute("DELETE FROM articles")
    other.close()


def test_a_script_is_cut_where_its_statements_end():
    script = (
        "CREATE TABLE a(x);\nCREATE TRIGGER t AFTER DELETE ON a\nBEGIN\n  DELETE FROM b;\nEND;\nSELECT ';';\n"
    )
    assert [statement.split()[1] for statement in statements(script)] == ["TABLE", "TRIGGER", "';';"]


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.exists(), reason="needs ../shared")
def test_every_term_of_real_articles_is_found(store):
    texts = [text for file in sorted(SEEDS.glob("*.txt")) for text in file.read_text("utf-8").split("\n\n\n")]
    db = store(*(text for text in texts if text.strip()))
    terms = {match[0] for text in texts for match in re.finditer(r"[\u4e00-\u9fff]{2}", text)}
    by_index = "SELECT id FROM articles WHERE docid IN (SELECT rowid FROM search_articles(?))"
    for term in sorted(terms)[:300]:
        found = set(db.execute(by_index, [phrase(term)]))
        assert found == set(db.execute("SELECT id FROM articles WHERE instr(text, ?)", [term]))
