"""A name taken apart: the places at its head, what it is called there, and the block it is compared in."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import table, words
from kg.resolve import places

_MARKS = re.compile(r"[\s“”‘’\"'『』「」《》〈〉·]")
_SPELLING = re.compile(r"[（(][^（）()一-龥]{1,40}[）)]|[（(](?:暂定名|集团|中国|筹|试行)[）)]")
_BRACKETS = re.compile(r"[（(]([^（）()]{1,12})[）)]")
_LEGAL = re.compile(
    r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|责任公司)$|(?:集团|股份|总)公司$|集团$|股份$|公司$"
)
_REGISTERED = re.compile(r"有限责任公司$|有限公司$|责任公司$")
_LEVEL_WORD = (
    r"(?:全?[省市区县州旗镇乡村盟]|自治[区州县旗]|街道|社区|总行|支行|分行|集团|公司|企业|本市"
    r"|园区|开发区|高新区|新区)"
)
_OWN = (
    r"(?:[该本我各贵我]|该[省市区县]|全国各?|各级|两级|三级|当地|所在地|上级|下级|基层|有关|相关|京津冀三地)"
)
_RELATIVE = re.compile(rf"^(?:{_OWN}|{_LEVEL_WORD})(?!(?<=区)[块域]|(?<=市)[北南中西][^医])")
HEAVY = re.compile(r"^(?:国家|国务院|中央|中共中央|最高人民|全国|中国|中华|共青团中央|党中央|外交|国台办)")
# Bodies that every place or enterprise has: named without a place they mean that of the place spoken of.
_GENERIC = re.compile(
    r"^(?:人社|公安|教育|财政|民政|司法|住建|交通|应急|环保|卫健|医保|科技|工信|经信|发改|国资|教体|城管|规自|农业|疾控|文旅|文广|商务"
    r"|审计|统计|税务|信访|体育|市场监管|退役军人|行政审批|自然资源|水利|林业|气象|消防|邮政|编|统战|组织|宣传|政法|机关|直属|老干部"
    r"|社会工作|人力资源|党群|办公|政|纪检|巡察|文明|妇|科|残|工商|作|文|侨|红十字|慈善|青|团|法|检|人|武|人武|就业|社保|交警|"
    r"信息|生态|行业|产业|建筑|快递|物流|餐饮|教科文卫|教科文卫体|教育科技|医务|职业|技师|技工|职业技术|第?[一二三四五六七八九十]+|党|成人|"
    r"附属|实验|中心|老年|开放|公司|集团|企业|学|医|厂|矿|局|院|校|所|站|段|单位|车间|项目|项目部|分公司|基层|联合|总|工|商|高新|经开|工业|产业|科技|创业|"
    r"职工|工人|党群|社区|街道|市民|劳动者|综治|维权|服务|就业|帮扶|培训|活动|法律|援助|调解|仲裁|劳动|监察|执法|监督|管理|综合|行政|政务|便民|文化|新时代文明实践)*"
    r"(?:局|厅|委|办|处|科|队|所|站|大队|支队|总队|中心|院|政府|党委|党组|党工委|街道办|管委会|纪委|监委|政协|人大|法院|检察院|部|部门|工会|总|工会委员会|工会联合会|工联会|联合工会"
    r"|妇联|科协|残联|文联|工商联|团委|协会|商会|联合会|学会|联盟|志愿服务队|志愿者服务队|基金会|红十字会|大学|学院|学校|中学|小学|中|校|园区|产业园|工业园|开发区|区|园|基地|俱乐部|文化宫|工作室|银行|医院|公司|集团|会|党)$"
)
_STUDIO = re.compile(
    r"(?:全国|省级?|市级?|区级?|县级?|国家级|示范性|首席|职工|劳模|劳动模范|工匠|巧匠|大国|人才|创新|技能|技术|技师|大师|名师|高技能|专家|领军|"
    r"女|金牌|和|与|及|、|室|工作|工作室|工作站|联盟|行业|站|创客|带头人|名匠|匠人)"
)
_NATIONAL = {"中华全国总工会": "全国总工会", "全总": "全国总工会", "中华全国妇女联合会": "全国妇联",
             "中国共产党中央委员会": "中共中央", "全国人民代表大会常务委员会": "全国人大常委会"}  # fmt: skip
_PARTY = re.compile(r"^(?:中国共产党|中共)(?=[一-龥]{2,})(?!中央)")
_CLASSES = {"总工会": "总", "工会委": "工会", "工会联合会": "工联会", "行业联合工会": "工联会"}
_SCHOOLS = {
    **{f"第{number}": number for number in "一二三四五六七八九十"},
    "高级中学": "高中", "职业技术学院": "职院", "职业技术大学": "职大", "职业学院": "职院",
    "职业中专": "职专",
    "中学": "中", "小学": "小",
}  # fmt: skip
_OWNER_FORM = re.compile(r"(?:股份)?(?:有限责任|有限|责任)?公司(?=工会$)")
_QUOTED = re.compile(
    r"[“「『]([^“”「」『』]{3,})[”」』](?:公益|主题|系列|专项|慰问|劳动|技能|职业|服务|关爱|帮扶|品牌)*"
    r"(?:活动|竞赛|行动|工程|计划|项目|品牌|倡议|大赛|比赛)?"
)
_OF_STATE = re.compile(r"国家级?(?=高新|经开|经济技术)")
_LEAGUE_AT_HEAD = re.compile(r"^(?:中国)?共青团([一-龥]{1,8}?)([省市区县州旗])委(?:员会)?$")
_LEAGUE = re.compile(r"(?:(?<=[省市区县州旗])团[省市区县州旗]|团([省市区县州旗]))委$")
_STATE = re.compile(r"^中华人民共和国(?=国务院|..)")
_PLAIN = frozenset({"position", "policy", "program", "honor", "media", "person", "studio"})
_REMEMBERED = 1 << 15  # names kept taken apart, so that memory has a bound
_LONGEST_BRAND = 2
_SHORTEST_CONTRACTION = 4
NUMBERS = re.compile(r"[\d一二三四五六七八九十百甲乙丙丁A-D]")
_LONGEST_TITLE = 8  # a policy with so short a title is one of many (实施方案, 管理办法)
_COMMON_TITLE = re.compile(
    r"(?:方案|办法|意见|通知|计划|细则|规定|制度|协议|合同|倡议书|公约|指南|手册|章程|清单|要点|条例)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one type: the places at its head, its stem without them, and how it says what it is.

    `legal` is the word for an enterprise's form; a `relative` name means something only where it stands.
    """

    type: str
    text: str
    places: tuple[str, ...]
    stem: str
    legal: str
    relative: bool

    @property
    def block(self) -> str:
        """The names it is compared with are those of this block."""
        return f"{self.type}|{_key(self)}"

    @property
    def is_brand(self) -> bool:
        """Whether it is an enterprise's brand and nothing more."""
        return self.type == "enterprise" and len(self.text) <= _LONGEST_BRAND

    @property
    def registered(self) -> bool:
        """Whether it is an enterprise's full legal name."""
        return bool(_REGISTERED.search(self.legal))


@lru_cache(_REMEMBERED)
def parse(kind: str, text: str) -> Name:
    """Take a name apart.

    >>> parse("enterprise", "江苏华岭机床股份有限公司")
    Name(type='enterprise', text='江苏华岭机床股份有限公司', places=('江苏',), stem='华岭机床', \
legal='股份有限公司', relative=False)
    >>> parse("union", "海岭市江塘区总工会").block, parse("union", "区总工会").relative
    ('union|江塘总', True)
    """
    whole = plain(kind, text)
    if kind == "place":
        return _place(whole)
    if kind in _PLAIN:
        return Name(kind, whole, (), _stem_of(kind, whole), "", _is_common(kind, whole))
    if kind == "enterprise":
        return _enterprise(whole)
    chain = places.head(whole)
    stem = whole[sum(map(len, chain)) :]
    relative = not chain and _is_relative(kind, stem)
    return Name(kind, whole, chain, _class(kind, stem), "", relative)


def plain(kind: str, text: str) -> str:
    """Return a name as it is compared: without marks and spellings, public bodies in short words.

    >>> plain("government", "海岭市人力资源和社会保障局"), plain("union", "中华全国总工会")
    ('海岭市人社局', '全国总')
    """
    if kind == "person":
        return _MARKS.sub("", _SPELLING.sub("", text)) or text
    bare = _SPELLING.sub("", _MARKS.sub("", text)) or text
    bare = _NATIONAL.get(bare, bare)
    if kind == "program" and (match := _QUOTED.fullmatch(text)):
        return match[1]
    if kind == "park":
        bare = _OF_STATE.sub("", bare)
    if kind in ("government", "association"):
        bare = _LEAGUE.sub(r"\1团委", _LEAGUE_AT_HEAD.sub(r"\1\2团委", bare))
    if kind in ("government", "union", "association", "park"):
        bare = _STATE.sub("", _PARTY.sub("", bare))
        bare = _long_words().sub(lambda match: _short_words()[match.group()], bare)
    if kind == "policy":
        return _STATE.sub("", bare)
    return bare.replace("劳动模范", "劳模") if kind == "honor" else bare


def akin(first: str, second: str) -> bool:
    """Tell whether two organisations can be one, or a whole and its part: one name contains the other.

    >>> akin("海岭电力公司", "海岭电力公司检修分公司"), akin("华岭机床", "海岭电力公司")
    (True, False)
    """
    short, long = sorted((first, second), key=len)
    return len(short) > 1 and (short in long or is_contracted(long, short))


def is_contracted(full: str, short: str) -> bool:
    """Tell whether a short name has some letters of the full one in their order, no number left out.

    >>> is_contracted("澄川公共交通公司", "澄川公交"), is_contracted("海岭第四分局", "海岭分局")
    (True, False)
    """
    if len(short) < _SHORTEST_CONTRACTION or not full.startswith(short[:2]):
        return False
    lost, rest = [], iter(full)
    for letter in short:
        for other in rest:
            if other == letter:
                break
            lost.append(other)
        else:
            return False
    return not NUMBERS.search("".join(lost))


def _enterprise(whole: str) -> Name:
    text = _BRACKETS.sub(lambda match: "" if places.head(match[1] + "厂") else match[1], whole)
    inside = tuple(match[1] for match in _BRACKETS.finditer(whole) if places.head(match[1] + "厂"))
    match = _LEGAL.search(text)
    legal = match.group() if match else ""
    body = text[: match.start()] if match else text
    chain = places.head(body)
    stem = body[sum(map(len, chain)) :]
    if chain and not _has_brand(stem):  # 常州轨道交通: nothing is left that is a name of its own
        stem, chain = places.stem(chain[-1]) + stem, chain[:-1]
    relative = not chain and (not _has_brand(stem) or bool(_RELATIVE.match(whole)))
    return Name("enterprise", whole, chain + inside, stem, legal, relative)


def _place(whole: str) -> Name:
    chain = places.head(whole + "内")
    if sum(map(len, chain)) != len(whole):
        chain = (whole,)
    return Name("place", whole, chain, places.stem(chain[-1]), "", False)


def _has_brand(stem: str) -> bool:
    return len(stem) > 1 and not _trades().fullmatch(stem)


def _is_relative(kind: str, stem: str) -> bool:
    if kind == "platform":
        return False
    if HEAVY.match(stem):
        return False
    if kind == "government" and stem.endswith("部") and not _RELATIVE.match(stem):
        return bool(re.fullmatch(r"(?:组织|宣传|统战|人武|社会工作|党群工作|人力资源|政治|武装)部", stem))
    return bool(_RELATIVE.match(stem) or _GENERIC.fullmatch(stem))


def _is_common(kind: str, whole: str) -> bool:
    if kind == "policy":
        return len(whole) <= _LONGEST_TITLE and bool(_COMMON_TITLE.search(whole))
    return kind == "studio" and not _STUDIO.sub("", whole)


def _stem_of(kind: str, whole: str) -> str:
    return _STUDIO.sub("", whole[sum(map(len, places.head(whole))) :]) if kind == "studio" else whole


def _class(kind: str, stem: str) -> str:
    """Return what follows the place in the words that all its spellings share."""
    if kind == "union":
        for long, short in _CLASSES.items():
            if stem.endswith(long):
                stem = stem[: -len(long)] + short
                break
        owner = _OWNER_FORM.sub("", stem)
        return owner if len(owner) > len("公司工会") else stem
    if kind == "school":
        for long, short in _SCHOOLS.items():
            stem = stem.replace(long, short)
    return stem


def _key(name: Name) -> str:
    if name.type == "enterprise":
        return name.stem.removeprefix("中国")[:2]
    if name.type in ("park", "government") and places.known(name.stem):
        return name.stem  # 浦东新区 is one, whether 上海市 stands before it or not
    if name.type in ("union", "government", "association", "park", "school", "platform"):
        return (places.stem(name.places[-1]) if name.places else "") + name.stem
    return name.stem


@cache
def _short_words() -> dict[str, str]:
    return {row["long"]: row["short"] for row in table("body_shorts")}


@cache
def _long_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _short_words()), key=len, reverse=True)))


@cache
def _trades() -> re.Pattern[str]:
    generic = "|".join(sorted(map(re.escape, words("org_trades")), key=len, reverse=True))
    return re.compile(
        rf"(?:{generic}|{_LEVEL_WORD}|第?[一二三四五六七八九十]+|[总分子母该本我各某大小新老原厂]|有限|责任|医院|银行|经纪|电影|影视|传媒|中心"
        r"|制造|加工|生产|劳务|派遣|巴士|出租车|外卖|平台|互联网|卡车|海外|当地|上市|龙头|支行|分行|卫生院|社区卫生服务|研究院|研究所|学校|幼儿园)*"
    )
