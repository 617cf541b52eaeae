"""The words of a review file: headings and codes in Chinese, and cells to fields and back."""

from collections.abc import Mapping
from decimal import Decimal

from kg.errors import BadJudgement
from kg.export.cells import legible
from kg.judgements.fields import CODES, FIELDS, NUMBERS, read_changes
from kg.judgements.values import FactKind, Verdict
from kg.rows import digest

SHEETS: Mapping[FactKind, str] = {
    "entity": "实体", "indicator": "指标", "measure": "举措", "relation": "关系",
}  # fmt: skip
VERDICTS: Mapping[str, Verdict] = {"确认": "confirm", "更正": "correct", "剔除": "reject"}
FACT, VERSION, VERDICT, REASON = "事实", "版本", "评判", "理由"
# Headings of what is shown and not to be changed, with their widths.
SHOWN: Mapping[str, int] = {"案例": 24, "原文": 24, "原句": 60, "可信度": 8, "疑点": 20}
HEADINGS: Mapping[FactKind, Mapping[str, str]] = {
    "entity": {"type": "类型", "name": "名称"},
    "indicator": {
        "metric": "指标", "subject": "主体", "value": "数值", "low": "下限", "high": "上限", "op": "关系",
        "unit": "单位", "direction": "升降", "earlier": "原值", "delta": "变化", "delta_unit": "变化单位",
        "period": "时期", "period_start": "时期起", "period_end": "时期止", "status": "性质",
    },
    "measure": {
        "action": "做法", "object": "对象", "actor": "主体", "beneficiary": "受益者", "theme": "方向",
        "concept": "做法概念",
    },
    "relation": {"type": "关系"},
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "enterprise": "企业", "studio": "工作室", "union": "工会", "government": "党政机构", "park": "园区",
    "platform": "阵地平台", "school": "院校", "association": "社团联盟", "person": "人物", "position": "职务",
    "place": "地区", "policy": "政策文件", "program": "活动品牌", "honor": "荣誉", "media": "媒体",
    "works_for": "任职于", "located_in": "位于", "part_of": "隶属于", "has_studio": "设有工作室",
    "leads": "领衔", "implements": "实施", "issues": "发布", "achieves": "取得", "awarded": "获评",
    "cooperates_with": "合作",
    "=": "等于", "~": "约", ">": "超过", ">=": "不少于", "<": "不足", "<=": "不超过", "range": "区间",
    "actual": "实际", "target": "目标", "standard": "标准", "up": "上升", "down": "下降",
}  # fmt: skip
LONGEST = 32_000  # characters that a cell is given


def words_of(kind: FactKind, field: str) -> tuple[str, ...]:
    """Return the codes of a field in Chinese, in their order; none of a field without codes."""
    return tuple(_WORDS.get(code, code) for code in CODES.get((kind, field), ()))


def to_cell(kind: FactKind, field: str, value: str | None) -> str | Decimal | None:
    """Return a field as its cell: numbers as numbers where a spreadsheet keeps every digit.

    >>> to_cell("indicator", "op", ">="), to_cell("indicator", "value", "95.0")
    ('不少于', Decimal('95.0'))
    """
    if value is None:
        return None
    if (kind, field) in CODES:
        return _WORDS.get(value, value)
    if field in NUMBERS and len(value.strip("-").replace(".", "")) <= 15:
        return Decimal(value)
    return legible(value)[:LONGEST]


def from_cells(kind: FactKind, cells: Mapping[str, object]) -> dict[str, str | None]:
    """Return the fields that the cells of a row give, as judgements keep them.

    Raises:
        BadJudgement: a cell holds nothing that its field can be.
    """
    told: dict[str, object] = {}
    for field in FIELDS[kind]:
        value = cells.get(HEADINGS[kind][field])
        codes = dict(zip(words_of(kind, field), CODES.get((kind, field), ()), strict=True))
        told[field] = codes.get(str(value).strip(), value) if value is not None else None
    return {field: _read(kind, field, value) for field, value in told.items()}


def _read(kind: FactKind, field: str, value: object) -> str | None:
    try:
        return plainest(field, read_changes(kind, {field: value})[field])
    except BadJudgement as error:
        raise BadJudgement(f"{HEADINGS[kind][field]}：{error.reason}") from error


def plainest(field: str, value: str | None) -> str | None:
    """Return a field in the one form that both a stored value and its cell have.

    >>> plainest("value", "95.0"), plainest("value", "3.2E+4"), plainest("metric", " 采纳率")
    ('95', '32000', '采纳率')
    """
    if value is None:
        return "" if field == "unit" else None
    if field in NUMBERS:
        return format(Decimal(value).normalize(), "f")
    return legible(value)[:LONGEST].strip() or ("" if field == "unit" else None)


def version(values: Mapping[str, str | None], status: str | None) -> str:
    """Return what a row was when it was exported: a hash of its fields, and one of its state.

    >>> version({"unit": "人"}, None) == version({"unit": "人 "}, None)
    True
    """
    fields = [f"{name}={plainest(name, value)}" for name, value in sorted(values.items())]
    return f"{digest(*fields)}.{digest(status or '')[:8]}"
