"""Verbs: which word of a clause tells the deed, as the lexicon and its neighbours say."""

from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.extract.reading import Word
from pipeline.lexicon import table, words

PREPOSITIONS = words("measure_prepositions") - {"帮助", "面向"}
# 将 and 把 take an object, so a verb next to them is no part of their phrase.
_PHRASES = PREPOSITIONS - words("measure_prepositions", role="takes")
_NOUN_FORMS = words("measure_verbs", form="noun")
ADVERBS = frozenset((
    "充分", "广泛", "深入", "积极", "大力", "主动", "认真", "扎实", "全面", "持续", "定期", "共同",
    "着力", "切实", "有效", "不断", "精心", "全力", "统一", "集中", "联合", "免费", "自主", "探索",
))  # fmt: skip
_COMPLEMENTS = frozenset("好起出成到上下入为给")
# The tag of a word that lies in a name: 组织 of 某某组织部 is no verb.
NAME = "name"
_NO_VERBS = words("measure_roles", role="no_verb")
# One of these after a verb makes a noun of both: 慰问组, 赠送方.
_NOUN_ENDS = words("measure_roles", role="noun_end")
# 组织 after one of these is a body, and so it is before 要, 的 and the like.
_BODIES = words("measure_roles", role="body")
_ONE_ADVERBS = words("measure_roles", role="adverb")
# Verbs of going somewhere: what is done there is the deed.
_MOVES = words("measure_roles", role="move")
_ONE_VERBS = words("measure_roles", role="single")
# A verb that closes a clause tells what became of its subject: 仪式在广场举行, 活动由工会主办.
_CLOSING = words("measure_roles", role="closing")
# Verbs by which one person brings another to a deed, of which the deed itself is not told.
URGES = words("measure_roles", role="urges")
TRUE_KINDS = ("slogan", "effect", "state", "speech", None)
# Verbs that set others to a deed: 组织班组开展比武.
_SETTING = words("measure_roles", role="sets")
_DOING = frozenset(("开展", "举办", "举行"))
_REMEMBERED = 1 << 16  # words: asked for many times in every clause
_OPENERS, _CLOSERS = frozenset("“‘「『（(《"), frozenset("”’」』）)》")


@cache
def verb_kinds() -> dict[str, str]:
    """Return the kind of each verb of the lexicon: deed, effect, speech, slogan or state."""
    return {row["verb"]: row["kind"] for row in table("measure_verbs")}


@cache
def kind_of(word: str) -> str | None:
    """Return the kind of a verb, that of 开展 for 积极开展 and 共开展 too."""
    kinds = verb_kinds()
    if word in kinds:
        return kinds[word]
    joined = word[:-2] in ADVERBS or word[:-2] in _ONE_ADVERBS
    return kinds.get(word[-2:]) if len(word) > 2 and joined else None


def main_verb(tokens: Sequence[Word]) -> int | None:
    """Return the verb that tells the deed: outside quotes, phrases and attributes, and no verbal noun."""
    outside = _outside_quotes(tokens)
    verbs = [index for index in outside if _is_verb_here(tokens, index)]
    free = [index for index in verbs if not _is_attribute(tokens, index)]
    true = [i for i in free if not is_noun_like(tokens[i]) or _has_adverb(tokens, i)]
    urged = [index for index in true[:1] if tokens[index].text in URGES]
    choices = (
        _finished(tokens, true),
        urged,
        _deeds(tokens, true),
        _by_order(tokens, free, true),
        free,
        verbs,
    )
    chosen = next((choice for choice in choices if choice), [])
    return _set_off(tokens, _there(tokens, chosen)) if chosen else None


def _by_order(tokens: Sequence[Word], free: list[int], true: list[int]) -> list[int]:
    """Return the deeds that may be nouns, or the verbs that are no deeds where one of these comes first."""
    deeds = _deeds(tokens, free)
    if true and deeds and true[0] < deeds[0] and kind_of(tokens[true[0]].text) in TRUE_KINDS:
        return true
    return deeds or true


def _is_verb_here(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether the word is a verb in its place; 准备 is one where 了 follows."""
    if is_verb(tokens[index]):
        return not _is_body(tokens, index)
    after = tokens[index + 1 : index + 2]
    return kind_of(tokens[index].text) == "modal" and bool(after) and after[0].text == "了"


def closing_verb(tokens: Sequence[Word]) -> int | None:
    """Return the verb that ends the clause and tells what became of its subject, if one does."""
    last = len(tokens) - 1
    while last > 0 and tokens[last].tag == "x" and tokens[last].text not in _CLOSERS:
        last -= 1
    if last > 0 and tokens[last].text in _CLOSING and last in _outside_quotes(tokens):
        return last
    return None


def _is_body(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether 组织 is a noun: 社会组织, 各级组织要…."""
    if not tokens[index].text.endswith("组织"):
        return False
    after = tokens[index + 1 : index + 2]
    if index and tokens[index - 1].text in _BODIES:
        return True
    return not after or after[0].text in ("的", "和", "与", "、") or kind_of(after[0].text) == "modal"


def _there(tokens: Sequence[Word], chosen: list[int]) -> int:
    """Return the first verb of `chosen` that is not only the way to the place of the deed."""
    if tokens[chosen[0]].text not in _MOVES:
        return chosen[0]
    later = [i for i in range(chosen[0] + 1, len(tokens)) if _is_deed_after(tokens, i)]
    return later[0] if later else chosen[0]


def _is_deed_after(tokens: Sequence[Word], index: int) -> bool:
    word = tokens[index]
    if not is_verb(word) or kind_of(word.text) != "deed" or index not in _outside_quotes(tokens):
        return False
    last = index + 1 == len(tokens)
    return not _is_attribute(tokens, index) and (last or not is_noun_like(word))


def _set_off(tokens: Sequence[Word], first: int) -> int:
    """Return the deed that others are set to: 开展 of 组织班组开展比武."""
    if tokens[first].text not in _SETTING:
        return first
    outside = _outside_quotes(tokens)
    doing = [i for i in range(first + 2, len(tokens) - 1) if tokens[i].text in _DOING and i in outside]
    return doing[0] if doing and not _is_attribute(tokens, doing[0]) else first


def _outside_quotes(tokens: Sequence[Word]) -> list[int]:
    depth, found = 0, []
    for index, word in enumerate(tokens):
        if word.text in _OPENERS:
            depth += 1
        elif word.text in _CLOSERS:
            depth = max(0, depth - 1)
        elif not depth:
            found.append(index)
    return found


def _finished(tokens: Sequence[Word], verbs: list[int]) -> list[int]:
    """Return the verbs that 了 follows, at once or after a complement: what was done."""
    texts = [word.text for word in tokens] + ["", ""]
    return [
        index
        for index in verbs
        if texts[index + 1].startswith("了")
        or (texts[index + 1] in _COMPLEMENTS and texts[index + 2].startswith("了"))
    ]


def _deeds(tokens: Sequence[Word], verbs: list[int]) -> list[int]:
    return [i for i in verbs if kind_of(tokens[i].text) == "deed" and not _in_phrase(tokens, i)]


def is_verb(word: Word) -> bool:
    """Tell whether the word is a verb that can carry a deed: no preposition and no modal."""
    return _is_verb(word.text, word.tag)


@lru_cache(_REMEMBERED)
def _is_verb(text: str, tag: str) -> bool:
    if tag == NAME or text in PREPOSITIONS or text in ADVERBS or text in _NO_VERBS:
        return False
    kind = kind_of(text)
    if len(text) == 1 and kind is None and text not in _ONE_VERBS:
        return False
    if tag in ("v", "vi", "vn", "vd"):
        return kind != "modal"
    return (kind == "deed" and len(text) > 1) or (kind in ("slogan", "effect") and len(text) > 2)


def _is_attribute(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether the verb only describes a noun: 入职的新员工, 训练等活动, 参加培训的员工可以…."""
    after = tokens[index + 1 : index + 2]
    if after and (after[0].text == "的" or after[0].text in _NOUN_ENDS):
        return True
    if after and after[0].text == "等" and len(tokens) > index + 2:
        return True
    if is_noun_like(tokens[index]) and not _has_adverb(tokens, index):
        if after and (_is_noun(after[0]) or is_noun_like(after[0])):
            return True
        if index and (_is_noun(tokens[index - 1]) or is_noun_like(tokens[index - 1])):
            return not any(word.text in PREPOSITIONS for word in tokens[:index])
    particle = next((k for k in range(index + 1, len(tokens)) if tokens[k].text == "的"), None)
    return particle is not None and _resumes(tokens, particle)


def is_noun_like(word: Word) -> bool:
    """Tell whether the verb is as often a noun: as the lexicon says, else as the tagger does."""
    return _is_noun_like(word.text, word.tag)


@lru_cache(_REMEMBERED)
def _is_noun_like(text: str, tag: str) -> bool:
    known = text if text in verb_kinds() else text[-2:]
    if known in verb_kinds():
        return known in _NOUN_FORMS
    return tag == "vn"


def _has_adverb(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether an adverb or a pronoun stands before the word: then it is a verb."""
    return index > 0 and tokens[index - 1].tag in ("d", "ad", "vd", "a", "r")


def _resumes(tokens: Sequence[Word], particle: int) -> bool:
    """Tell whether the words after 的 hold a noun and then a verb with its own adverb or modal."""
    for k in range(particle + 1, len(tokens) - 1):
        if _is_noun(tokens[k]):
            following = tokens[k + 1]
            return following.tag == "d" or kind_of(following.text) == "modal"
    return False


def _in_phrase(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether a preposition stands close before the verb with no noun between: 为推进…."""
    before = tokens[max(0, index - 2) : index]
    return any(word.text in _PHRASES for word in before) and not any(
        _is_noun(word) or word.tag == "t" for word in before
    )


def _is_noun(word: Word) -> bool:
    return word.tag.startswith(("n", "s", "j", "r", "eng", "l")) or word.text in _CLOSERS


def verb_run(tokens: Sequence[Word], first: int) -> int:
    """Return the last of the verbs that stand together, complements included: 组织开展, 送上."""
    last = first
    while last + 1 < len(tokens) and last - first < 2 and _continues(tokens, last + 1):
        last += 1
    return last


def _continues(tokens: Sequence[Word], index: int) -> bool:
    word = tokens[index]
    if word.text in _COMPLEMENTS:
        return True
    return is_verb(word) and kind_of(word.text) in ("deed", "slogan") and not is_noun_like(word)
