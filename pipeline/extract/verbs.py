"""Verbs: which word of a clause tells the deed, as the lexicon and its neighbours say."""

from collections.abc import Sequence
from functools import cache

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
    joined = len(word) == 3 or word[:-2] in ADVERBS
    return kinds.get(word[-2:]) if len(word) > 2 and joined else None


def main_verb(tokens: Sequence[Word]) -> int | None:
    """Return the verb that tells the deed: outside quotes, phrases and attributes, and no verbal noun."""
    outside = _outside_quotes(tokens)
    verbs = [index for index in outside if is_verb(tokens[index])]
    free = [index for index in verbs if not _is_attribute(tokens, index)]
    true = [i for i in free if not is_noun_like(tokens[i]) or _has_adverb(tokens, i)]
    for choice in (_finished(tokens, true), _deeds(tokens, true), _deeds(tokens, free), true, free, verbs):
        if choice:
            return choice[0]
    return None


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
    if word.text in PREPOSITIONS:
        return False
    kind = kind_of(word.text)
    if word.tag in ("v", "vi", "vn", "vd"):
        return kind != "modal"
    return (kind == "deed" and len(word.text) > 1) or (kind in ("slogan", "effect") and len(word.text) > 2)


def _is_attribute(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether the verb only describes a noun: 入职的新员工, 培训基地, or 参加培训的员工可以享有…."""
    after = tokens[index + 1 : index + 2]
    if after and after[0].text == "的":
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
    known = word.text if word.text in verb_kinds() else word.text[-2:]
    if known in verb_kinds():
        return known in _NOUN_FORMS
    return word.tag == "vn"


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
    return any(word.text in _PHRASES for word in before) and not any(_is_noun(word) for word in before)


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
