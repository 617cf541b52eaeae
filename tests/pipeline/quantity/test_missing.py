"""Numbers that the source lost."""

import pytest

from pipeline.quantity import missing_numbers, quantities


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("联盟聚集了余家企业", ["余家"]),
        ("工会组建率达%，入会率达到%以上", ["%", "%"]),
        ("培训职工达余人次", ["余人次"]),
        ("投入资金近余万元", ["余万元"]),
        ("发放补贴超过万元，惠及职工%", []),
        ("百余家企业、20余名职工、组建率达95%", []),
        ("业余时间，其余人员，多余的物资，年余额，盈余家底", []),
        ("转化率85%，占比%的数据", ["%"]),
    ],
)
def test_only_places_where_a_number_must_have_stood_are_told(text: str, lost: list[str]) -> None:
    assert [span.of(text) for span in missing_numbers(text)] == lost


def test_a_lost_number_is_never_a_quantity() -> None:
    assert quantities("聚集了余家企业，组建率达%") == []
