"""Numerals: from the characters of a number, Arabic, Chinese or mixed, to an exact `Decimal`."""

import re
from decimal import Decimal, localcontext
from functools import lru_cache

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2, "幺": 1}
MAGNITUDES = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "十": 10}

# One character for one, so that offsets stay true.
_TRADITIONAL = (
    "個點兩萬億餘幾負圓塊條項戶間場歲畝噸頃裡裏時鐘週後號節華攝過達約於從這對雙張輛臺隻層幣鎊歐佔佰仟貳參陸當來內禮Ｋ",
    "个点两万亿余几负圆块条项户间场岁亩吨顷里里时钟周后号节华摄过达约于从这对双张辆台只层币镑欧占百千贰叁陆当来内礼K",
)
_FOLD = str.maketrans(
    "０１２３４５６７８９％．：／－＋（）　\u00a0\u2002\u2003\u2009\u202f＞＜≧≦＄￥∶" + _TRADITIONAL[0],
    "0123456789%.:/-+()      ><≥≤$¥:" + _TRADITIONAL[1],
)
_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖貳參陸兩倆零○拾佰仟萬億點負餘幾", "一二三四五六七八九二三六两两〇〇十百千万亿点负余几"
)
LETTERS = {"k": 1000, "K": 1000, "w": 10_000, "W": 10_000}
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_LOOSE = re.compile(r"(?<=[一-鿿]) +| +(?=[一-鿿])")
_HEDGED = re.compile(r"[余多来几](?=[万亿])")
_ARABIC = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d*\.\d+|\d+")
_DIGITS = re.compile(f"[{''.join(DIGITS)}]+")
_PLACES = re.compile(rf"[{''.join(DIGITS)}]+|\d+")
_LONGEST = 64


def fold(text: str) -> str:
    """Return `text` with full-width digits and signs made half width, numerals and units simplified.

    Character for character, so that every place stays where it was.

    >>> fold("２０％，１．５萬")
    '20%，1.5万'
    """
    return text.translate(_FOLD)


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """Return the value of a string that is one numeral and nothing else, or None.

    Mixed forms (3万4000, 1.2亿), thousands commas, full width, formal characters (壹仟), decimals
    (三点五), fractions (三分之二), 半, spoken ends (两百五 is 250) and 余 before 万 are read, exactly.

    >>> number("一万五千亿"), number("1,100万"), number("二〇二三")
    (Decimal('1500000000000'), Decimal('11000000'), Decimal('2023'))
    >>> number("三分之一块") is None
    True
    """
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return Decimal(text)
    text = _LOOSE.sub("", fold(text).strip().translate(_FORMAL)).replace("个亿", "亿")
    if not text or len(text) > _LONGEST:
        return None
    negative = text[0] in "-−负"
    value = _unsigned(text[negative:])
    return -value if negative and value is not None else value


def plain(value: Decimal) -> Decimal:
    """Return the same value written shortest without an exponent: 12000 for 12000.0 and 1.2E+4.

    >>> plain(Decimal("12000.0")), plain(Decimal("1.570"))
    (Decimal('12000'), Decimal('1.57'))
    """
    with localcontext(prec=200):
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _unsigned(text: str) -> Decimal | None:
    if text.startswith("百分") and not text.startswith("百分之"):
        text = "百分之" + text[2:]
    if "分之" in text or "/" in text:
        return _fraction(text)
    if text[-1:] in LETTERS:
        head = _plain(text[:-1].strip())
        return None if head is None else head * LETTERS[text[-1]]
    if text.startswith("半"):
        whole = _unsigned(text[1:]) if len(text) > 1 else Decimal(1)
        return whole / 2 if whole is not None else None
    with localcontext(prec=200):
        return _sum(_undotted(_HEDGED.sub("", text).translate(_TENS)))


def _fraction(text: str) -> Decimal | None:
    if "/" in text:
        ahead, _, rest = text.rpartition(" ")
        top, _, bottom = rest.partition("/")
        above, below = number(top), number(bottom)
        whole: Decimal | None = number(ahead) if ahead else Decimal(0)
    else:
        ahead, _, rest = text.rpartition("又")
        bottom, _, top = rest.partition("分之")
        above, below = number(top), number(bottom)
        whole = number(ahead) if ahead else Decimal(0)
    if above is None or not below or whole is None:
        return None
    return whole + above / below


def _undotted(text: str) -> str:
    """Write 三点五 as 3.5; a string without 点 stays as it is."""
    head, dot, tail = text.partition("点")
    found = _PLACES.match(tail)
    value = _sum(head) if dot else None
    if value is None or not found:
        return text
    places = "".join(str(DIGITS.get(c, c)) for c in found.group())
    return f"{value:f}.{places}{tail[found.end() :]}"


def _sum(text: str) -> Decimal | None:
    """Split at the largest magnitude: it multiplies what stands before, and what stands after is added."""
    for sign, magnitude in MAGNITUDES.items():
        head, found, tail = text.rpartition(sign) if magnitude >= MAGNITUDES["万"] else text.partition(sign)
        if found:
            return _around(head.strip(), Decimal(magnitude), tail.strip())
    return _plain(text.strip())


def _around(head: str, magnitude: Decimal, tail: str) -> Decimal | None:
    head = head.lstrip("零〇")
    before = _sum(head) if head else Decimal(1)
    after = Decimal(0)
    if tail:
        bare = tail.lstrip("零〇")
        found = _sum(bare) if bare else Decimal(0)
        spoken = len(tail) == 1 and found is not None
        after = (
            found * magnitude / 10 if spoken and found else (found if found is not None else Decimal("NaN"))
        )
    if before is None or after.is_nan() or after >= magnitude:
        return None
    return before * magnitude + after


def _plain(text: str) -> Decimal | None:
    """Read a numeral without magnitudes: Arabic, or Chinese digits by place (二〇二三)."""
    if _ARABIC.fullmatch(text):
        return Decimal(re.sub("[,， ]", "", text))
    if _DIGITS.fullmatch(text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return None
