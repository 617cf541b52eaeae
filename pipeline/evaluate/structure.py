"""The figures for structure: titles, authors, sections, and what repair put right."""

from pipeline.evaluate.names import norm
from pipeline.evaluate.pairing import Gold, Record
from pipeline.evaluate.tally import Scores


def judge_head(scores: Scores, gold: Gold, record: Record) -> None:
    """Judge title and authors, where the gold states them."""
    if gold.get("title"):
        right = norm(record.get("title")) == norm(gold["title"])
        scores.judge("titles", right, gold["id"], record.get("title"))
    if gold.get("authors") is not None:
        told = {norm(_name(author)) for author in record.get("authors") or []}
        right = bool(record) and told == {norm(_name(author)) for author in gold["authors"]}
        scores.judge("authors", right, gold["id"], sorted(told))


def judge_sections(scores: Scores, gold: Gold, record: Record) -> None:
    """Count section headings, where the gold states them."""
    if gold.get("sections") is None:
        return
    wanted = {norm(heading) for heading in gold["sections"]}
    told = {norm(one["heading"]) for one in record.get("sections") or [] if one.get("heading")}
    scores.add("sections", len(wanted & told), len(told), len(wanted))
    for heading in sorted(wanted ^ told):
        scores.miss(gold["id"], "section missing" if heading in wanted else "section extra", heading)


def judge_repair(scores: Scores, gold: Gold, record: Record) -> None:
    """Judge each join, each order and each cut-off sentence of the gold."""
    text, title = norm(record.get("text")), norm(record.get("title"))
    for joint in gold.get("joins") or []:
        scores.judge("repair", norm(joint) in text or norm(joint) == title, gold["id"], joint)
    order = gold.get("order") or []
    places = [text.find(norm(phrase)) for phrase in order]
    for before, after, phrase in zip(places, places[1:], order[1:], strict=False):
        scores.judge("repair", 0 <= before < after, gold["id"], phrase)
    for ending in gold.get("truncated") or []:
        scores.judge("repair", _is_marked(record, norm(ending)[-4:]), gold["id"], ending)


def _name(author: object) -> object:
    return author["name"] if isinstance(author, dict) else author


def _is_marked(record: Record, ending: str) -> bool:
    text = record.get("text") or ""
    for notice in record.get("warnings") or []:
        start, end = notice.get("start") or 0, notice.get("end") or 0
        if notice.get("code") == "truncated" and ending in norm(text[max(0, start - 12) : end + 4]):
            return True
    return False
