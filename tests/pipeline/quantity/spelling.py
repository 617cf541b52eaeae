"""How prose writes a number: the inverse of the reader, for laws that go there and back."""

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿两点", "萬億兩點")
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


def spell(count: int) -> str:
    """Write a whole number below 10**16 as a Chinese numeral."""
    if count < 10_000:
        return _section(count)
    magnitude, sign = (10**8, "亿") if count >= 10**8 else (10**4, "万")
    head, tail = divmod(count, magnitude)
    if not tail:
        return spell(head) + sign
    gap = "零" if tail < magnitude // 10 else ""
    return spell(head) + sign + gap + spell(tail)


def _section(count: int) -> str:
    text, gap = "", False
    for magnitude, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, magnitude)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text or "零"


def mixed(count: int) -> str:
    """Write 34000 as 3万4000, and a number below 10,000 in figures."""
    head, tail = divmod(count, 10_000)
    if not head or not tail:
        return f"{head}万" if head else f"{tail}"
    return f"{head}万{tail}" if tail >= 1000 else f"{head}万零{tail}"


FORMS = {
    "figures": str,
    "commas": lambda count: f"{count:,}",
    "spaces": lambda count: f"{count:,}".replace(",", " "),
    "full width": lambda count: f"{count:,}".translate(WIDE),
    "Chinese": spell,
    "traditional": lambda count: spell(count).translate(TRADITIONAL),
    "set apart": lambda count: " ".join(spell(count)),
    "mixed": mixed,
}
