"""How prose writes a point of the calendar: years, months, days, seasons, and what may join two of them."""

import re

from pipeline.quantity.weeks import NTH

JOINT = r"\s?(?:[-~～—–―－]{1,2}|(?:起|开始|一直|直)?(?:至|到))\s?"
# Where a point may begin: most 一, 大 and 后 of a text do not, and the whole pattern is slow to refuse.
FIRST = re.compile(
    r"[\d零〇一二两三四五六七八九十元今去明大前后头本上下这第首同次翌当]"
    r"(?:(?<=\d)|(?<=[零〇一二两三四五六七八九十])[零〇○一二三四五六七八九十月季日号千年\s~—–至到-]"
    r"|(?<=[今去明后同次翌当])年|(?<=元)\s?月|(?<=大)前|(?<=[首第头前])[\d一二两三四五六七八九十季月年]"
    r"|(?<=[本上下这])[上下个一半月季年])"
)

_DIGIT, _ZERO = "一二三四五六七八九", "〇○零"
_COUNT = rf"(?:[{_DIGIT}两十]{{1,2}}|1?\d)"
_CHINESE_MONTH = rf"(?:十[一二]?|[{_DIGIT}])"
_AMID = r"(?=$|[\s，。；、）)]|[时前后的以至到起]|开[始展工]|完成|实现|达到)"
_CLOSED = r"(?=$|[\s，。；、）)：]|[上下中早晚凌前起至到~—-]|之前|以前)"

_WHOLE_YEAR = (
    rf"(?:(?:1[6-9]|20)\d\d|[一二][〇○零九][{_ZERO}{_DIGIT}]{{2}}"
    rf"|[二两]千零(?:[一二三]?十)?[{_DIGIT}]|[二两]千零[一二三]?十|[二两]千(?=年{_CHINESE_MONTH}月))"
)
# 12年 is a length as often as a year: a short year needs what only stands behind a year.
_SHORT_YEAR = (
    rf"(?<![\d.])(?:\d\d年(?=\s?(?:\d{{1,2}}月|{_CHINESE_MONTH}月|年?[初底末](?![中期])|[上下]半年"
    r"|第?[一二三四1-4]季度|第\d{1,2}(?:周|个月)))|0\d\s?年)"
)
_SPREAD = r"(?!一二|二三|两三|三四|四五|三五|五六|六七|七八|八九)"
_NOT_COUNTED = rf"(?<![{_DIGIT}十百千万零〇第])"
_SHORT_CHINESE_YEAR = (
    rf"{_NOT_COUNTED}[{_DIGIT}][零〇{_DIGIT}]年(?=\d{{1,2}}月|{_CHINESE_MONTH}月|第?[一二三四]季度)"
    rf"|{_NOT_COUNTED}{_SPREAD}(?:[零〇][{_DIGIT}]|[三四五六七八九][零〇{_DIGIT}])年(?=[前初底末]|$)"
    rf"|[零〇][{_DIGIT}]年(?![前后多间内来])"
)
_TOLD_YEAR = (
    rf"(?:今|去|明|大?(?<!以)前|(?<![{_DIGIT}十\d今此以之几多])后)年度?|[本上]年度(?!报)|本年(?![级报])"
    r"|[这上]一年(?![级多来])|(?:同|次|翌|当)年(?=\d{1,2}月|[上下]半年|年?[初底])"
)
_YEAR = (
    rf"(?<!\d){_WHOLE_YEAR}(?:\s?年度?(?!级)|(?=(?:[、和及](?:19|20)\d\d){{1,6}}\s?年)"
    rf"|(?={JOINT}(?:{_WHOLE_YEAR}\s?年|今)))|{_SHORT_YEAR}|{_SHORT_CHINESE_YEAR}|{_TOLD_YEAR}"
)
_MONTH = (
    rf"(?:(?<!\d)(?:1[0-2]|0?[1-9])|{_CHINESE_MONTH}|元)(?:\s?月份?(?![饼薪球亮嫂])"
    rf"|(?={JOINT}(?:\d{{1,2}}|{_CHINESE_MONTH})\s?月)|(?=[、和]\d{{1,2}}月))"
    r"|(?<![以截])(?:上上个?|下下个?|[本上下这](?:一?个|一)?)月(?![球亮])"
)
_DAY = (
    rf"(?:[12]\d|3[01]|0?[1-9]|二?十[{_DIGIT}]?|三十一?|[{_DIGIT}])"
    rf"(?:\s?[日号]|(?={JOINT}\d{{1,2}}\s?[日号])|(?=、\d{{1,2}}[日号]))"
    rf"|(?:二?十[{_DIGIT}]|[二三]十|十)(?=$|[，。；、）)\s]|[在到至去的上下早晚])"
    r"|(?:[12]\d|3[01]|0?[1-9])(?=$|[至到~—-]\s?\d{1,2}月)"
)
_ONLY_DAY = (
    r"(?<![\d.:第号超过满])(?:[12]\d|3[01]|[1-9])"
    rf"(?:日(?![内元均报圆游程])|(?={JOINT}\d{{1,2}}日(?![内元均报圆游程])))"
    rf"|(?<![^\s，。；、（(“于在至到自从由])(?:[12]\d|3[01]|[1-9])号{_CLOSED}"
    rf"|(?<=[日号][至到])[一二三]?十?[{_DIGIT}]?[日号]"
)
_HOUR = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|晚)?"
    r"(?:\d{1,2}(?:[时点](?:\d{1,2}分)?|:\d\d)许?)?"
)
_OF_MONTH = (
    rf"{NTH}|(?:前|最后|后)(?:[{_DIGIT}两十]{{1,2}}|[12]?\d)天|[上中下]旬"
    rf"|月?[初底末](?![期小学中{_DIGIT}十])|中{_AMID}"
)
_OF_YEAR = (
    r"[上下]半年|(?:第?[一二三四1-4]|首)季度[初末]?|(?<![以截])[本上下这](?:一?个|一)?季度[初末]?"
    rf"|前[二两三]季(?=净|营|业|销|收|利|报)|前[二两三]个?季度|[前首头]{_COUNT}个月|首月"
    rf"|(?<=年)(?:{NTH}|前{_COUNT}月|第{_COUNT}个月|(?:最后|后){_COUNT}个?月(?!后)"
    rf"|年?[初底末](?![期小中])|年?中期?{_AMID})"
)
POINT = re.compile(
    rf"(?:(?P<year>{_YEAR})(?:\s|的(?=\d{{1,2}}月|{_CHINESE_MONTH}月|[上下]半年|第?[一二三四]季))?)?"
    rf"(?:(?P<month>{_MONTH})(?:\s?(?P<day>{_DAY}){_HOUR}|(?P<third>{_OF_MONTH}))?"
    rf"|(?P<part>{_OF_YEAR})|(?P<only>{_ONLY_DAY}){_HOUR})?"
)
