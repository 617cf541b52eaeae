"""Reports of one thing line up; none is lost, none averaged, none counted twice."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.reconcile import VERDICTS, observe
from kg.reconcile.reports import reports

from .conftest import FIRM, YEAR, fact, fill, make_case, new_graph


def dated(raw, value, metric="职工", unit="人", **fields):
    return fact(raw, value, metric, unit, period="2023年", days=YEAR, **fields)


def shape(found):
    return sorted((one.verdict, tuple(len(claim.reports) for claim in one.claims)) for one in found)


def test_reports_of_one_thing_agree(told):
    (one,) = told([dated("4986人", 4986)], [dated("4986名", 4986, "拥有员工", "名")])
    assert (one.verdict, one.metric, one.unit, one.subject) == ("agree", "职工人数", "人", FIRM)
    assert (one.period_start, one.period_end) == YEAR
    assert len(one.cases) == len(one.reports) == one.claims[0].voices == 2


def test_a_hedge_and_a_rounding_are_one_number_and_the_exact_one_is_shown(told):
    people, money = sorted(
        told(
            [dated("近5000人", 5000, op="~"), dated("1.2亿元", 120000000, "产值", "元")],
            [dated("4986人", 4986), dated("1.18亿元", 118000000, "产值", "元")],
        ),
        key=lambda one: one.unit,
    )
    people, money = (people, money) if people.unit == "人" else (money, people)
    assert (people.verdict, people.claims[0].figure.value) == ("hedge", 4986)
    assert (money.verdict, money.claims[0].figure.value) == ("rounding", 118000000)


def test_cases_that_differ_on_one_time_are_in_conflict(told):
    (one,) = told([dated("4986人", 4986)], [dated("4968人", 4968)], [dated("近5000人", 5000, op="~")])
    assert one.verdict == "conflict"
    assert sorted(len(claim.reports) for claim in one.claims) == [1, 2]


@pytest.mark.parametrize(
    ("published", "verdict"),
    [((None, None), "open"), ((date(2023, 1, 1), date(2023, 2, 1)), "conflict"),
     ((date(2021, 1, 1), date(2023, 2, 1)), "open"), ((date(2023, 1, 1), None), "open")],
)  # fmt: skip
def test_without_a_period_only_articles_of_about_a_day_are_in_conflict(told, published, verdict):
    (one,) = told([fact("4986人", 4986)], [fact("5230人", 5230)], published=published)
    assert (one.verdict, len(one.claims)) == (verdict, 2)


def test_numbers_of_different_time_status_unit_and_kind_are_kept_apart(told):
    found = told(
        [
            dated("81%", 81, "满意率", "%"),
            fact("82%", 82, "满意率", "%", period="2022年", days=(date(2022, 1, 1), date(2022, 12, 31))),
            dated("90%", 90, "满意率", "%", status="target"),
            dated("3个百分点", 3, "满意率", "个百分点"),
            dated("5%", 5, "满意率", "%", direction="up", says="满意率增长{}。"),
        ],
        [dated("500元", 500, "补贴", "元/月"), dated("6000元", 6000, "补贴", "元/年")],
    )
    assert len(found) == 7
    assert {one.verdict for one in found} == {"single"}
    assert [one.change for one in found if one.change] == ["up"]


def test_what_a_change_reached_is_no_change(told):
    (one,) = told(
        [dated("95%", 95, "满意率", "%", direction="up", says="满意率提高到{}。")],
        [dated("95%", 95, "满意率", "%")],
    )
    assert (one.change, one.verdict) == (None, "agree")


def test_a_case_that_gives_several_numbers_speaks_of_several_things(told):
    found = told(
        [fact("1.5万元", 15000, "一次性奖励", "元"), fact("1万元", 10000, "一次性奖励", "元")],
        [fact("1万元", 10000, "一次性奖励", "元")],
    )
    assert shape(found) == [("agree", (2,)), ("several", (1,))]
    assert len({one.id for one in found}) == 2


def test_a_copy_speaks_with_one_voice_and_keeps_its_source(told):
    says = "据公司工会统计，全年共有{}参加技能培训，取得证书412本。"
    facts = [dated("4986人", 4986, "参加技能培训", says=says)]
    (one,) = told(facts, facts, [{**facts[0], "says": "日前获悉，" + says}])
    assert (one.verdict, one.claims[0].voices, len(one.cases)) == ("single", 1, 3)


def test_copies_that_differ_in_the_number_are_in_conflict_whenever_they_came_out(told):
    says = "据公司工会统计，全年共有{}参加技能培训，取得技能等级证书412本，发放补贴的标准也有提高。"
    one, other = (
        [fact(raw, value, "参加技能培训", says=says)] for raw, value in (("4986人", 4986), ("4896人", 4896))
    )
    (found,) = told(one, other)
    assert found.verdict == "conflict"


def test_a_copy_without_a_date_has_that_of_the_other(told):
    says = "2023年公司共有{}参加技能培训。"
    (one,) = told([dated("4986人", 4986, says=says)], [fact("4986人", 4986, says=says)])
    assert (one.period_start, len(one.reports)) == (YEAR[0], 2)


def test_words_for_the_time_of_telling_are_no_period(told):
    (one,) = told([fact("4986人", 4986, period="截至目前")], [fact("4986人", 4986)])
    assert (one.verdict, one.period) == ("agree", None)


def test_subjects_that_are_no_things_meet_only_within_their_case(told):
    facts = [
        fact("82%", 82, "采纳率", "%", subject="合理化建议"),
        fact("82%", 82, "采纳率", "%", subject="金点子"),
    ]
    found = told(facts, facts[:1])
    assert [len(one.cases) for one in found] == [1, 1, 1]
    assert {one.metric for one in found} == {"合理化建议采纳率", "金点子采纳率"}


def test_what_measures_nothing_is_compared_with_nothing(told):
    assert len(told([fact("5个", 5, None, "个")], [fact("5个", 5, None, "个")])) == 2


def test_the_record_and_the_rows_of_an_observation_hold_every_report(told):
    from kg.reconcile import FIELDS, OBSERVED, observation_rows

    (one,) = told([dated("4986人", 4986)], [dated("近5000人", 5000, op="~")])
    record = kg.observation_record(one)
    (claim,) = record["claims"]
    assert (record["verdict"], record["cases"], claim["value"], claim["kinship"]) == (
        "hedge",
        2,
        4986,
        "hedge",
    )
    rows = list(observation_rows([one]))
    assert [row["raw"] for row in rows] == [row["raw"] for row in claim["reports"]]
    assert all(tuple(row) == (*OBSERVED, *FIELDS) for row in rows)
    assert {(row["base_value"], row["cases"], row["voices"]) for row in rows} == {(4986, 2, 2), (5000, 2, 2)}


FACTS = st.builds(
    lambda value, metric, op, status: fact(f"{value}人", value, metric, op=op, status=status),
    st.sampled_from([100, 104, 120, 4986, 5000]),
    st.sampled_from(["职工", "员工", "培训职工", None]),
    st.sampled_from(["=", "~", ">"]),
    st.sampled_from(["actual", "target"]),
)
LIBRARIES = st.lists(st.lists(FACTS, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(LIBRARIES, st.randoms())
def test_every_report_is_in_one_observation_whatever_the_order(library, chance):
    db = fill(new_graph(), (make_case(f"第{n}篇", facts) for n, facts in enumerate(library)))
    try:
        found = list(kg.observations(db))
        told = [(report.row["case_id"], report.row["id"]) for one in found for report in one.reports]
        assert sorted(told) == sorted(db.execute("SELECT article_id, id FROM indicators").fetchall())
        assert len({one.id for one in found}) == len(found)
        assert {one.verdict for one in found} <= set(VERDICTS)
        mixed = list(reports(db))
        chance.shuffle(mixed)
        by_subject = {report.subject for report in mixed}
        again = [one for subject in by_subject for one in observe(r for r in mixed if r.subject == subject)]
        assert {(one.id, one.verdict) for one in again} == {(one.id, one.verdict) for one in found}
    finally:
        db.close()
