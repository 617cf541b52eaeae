"""Train the models of indicators: PYTHONPATH=. scripts/train_indicators.py ANNOTATIONS ARTICLES.jsonl."""

import argparse
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

from choice import Choice, fit
from indicator_annotations import Annotated, Row, annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg.values import Entity
from pipeline.extract.indicators.confidence import reasons
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.indicators.metric import phrases
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.period import times
from pipeline.extract.indicators.ranking import Models
from pipeline.extract.indicators.record import Record
from pipeline.extract.indicators.records import decide, read_records
from pipeline.extract.indicators.selection import signs
from pipeline.extract.indicators.status import clues
from pipeline.extract.indicators.subject import Known, owners
from pipeline.extract.linear import LinearModel, write_model

CLOSE = 0.75  # bigram overlap from which two phrases count as the same, as the scorer counts
STRENGTH = {"metric": 1.0, "subject": 3.0, "period": 1.0}
FREEDOM = {"status": 0.1, "selection": 0.3, "confidence": 0.03}
FOLDS, SMALLEST = 3, 0.02
NAMES = ("metric", "subject", "period", "status", "selection", "confidence")
_MARKS = re.compile(r"[\s“”‘’\"'『』「」《》〈〉【】,，。;；:：、·\-—~!！?？]")


@dataclass(slots=True)
class Lessons:
    """What the articles teach: choices for the rankers, and examples with labels for the classifiers."""

    metric: list[Choice] = field(default_factory=list)
    subject: list[Choice] = field(default_factory=list)
    period: list[Choice] = field(default_factory=list)
    status: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    selection: list[tuple[tuple[str, ...], str]] = field(default_factory=list)


def likeness(one: str | None, other: str | None) -> float:
    """Return the Dice overlap of the character bigrams of two phrases, marks apart."""
    a, b = (_MARKS.sub("", unicodedata.normalize("NFKC", text or "")).lower() for text in (one, other))
    if a == b:
        return 1.0
    x, y = ({text[at : at + 2] for at in range(max(1, len(text) - 1))} for text in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if a and b else 0.0


def accepted(value: object) -> list[str | None]:
    return list(value) if isinstance(value, list) else [value]  # type: ignore[list-item]


def like(text: str | None, value: object) -> float:
    """Return how like a text is to the likest of the accepted values."""
    return max(likeness(text, one) for one in accepted(value))


def owns(candidate: Owner, value: object) -> float:
    direct = like(candidate.text, value)
    names = (candidate.entity.name, *candidate.entity.aliases) if candidate.entity else ()
    return max(direct, 0.9 * CLOSE) if any(like(name, value) == 1 for name in names) else direct


def learn(articles: Iterable[Annotated], models: Models | None) -> Lessons:
    """Return the lessons of `articles`; decisions before a number are the gold's or those of `models`."""
    lessons = Lessons()
    for article in articles:
        _learn_article(article, models, lessons)
    return lessons


def _learn_article(article: Annotated, models: Models | None, lessons: Lessons) -> None:
    index = Index(article.reading)
    earlier: Record | None = None
    known = {re.sub(r"\s", "", str(row["raw"])) for row in article.rows.values()}
    for setting in index.settings:
        row = article.rows.get(setting.quantity.span)
        raw = re.sub(r"\s", "", setting.quantity.span.of(index.text))
        if row is not None or raw not in known:
            lessons.selection.append((tuple(signs(index, setting)), "indicator" if row else "Other"))
        if row is not None:
            true = _learn_row(index, setting, (row, earlier), lessons)
            earlier = decide(index, setting, earlier, models) if models else true


def _learn_row(index: Index, setting: Setting, given: tuple[Row, Record | None], lessons: Lessons) -> Record:
    row, earlier = given
    joined = earlier if earlier and earlier.setting.sentence_number == setting.sentence_number else None
    known = joined.phrase.text if joined and joined.phrase else None
    found = phrases(index, setting, known)
    when = times(index, setting, earlier.period if earlier else None)
    likes = [like(one.text, row.get("metric")) for one in found]
    phrase = max(zip(likes, range(len(likes)), strict=True), default=(0, 0))
    place = found[phrase[1]].span if found else None
    mine = owners(index, setting, Known(earlier.held if earlier else None, place))
    owned = [owns(one, row.get("subject")) for one in mine]
    timed = [
        float(like(one.period.span.of(index.text) if one.period else None, row.get("period")) == 1)
        for one in when
    ]
    lessons.metric.append(Choice([one.features for one in found], [_grade(one) for one in likes]))
    lessons.subject.append(Choice([one.features for one in mine], [_grade(one) for one in owned]))
    lessons.period.append(Choice([one.features for one in when], timed))
    true_period = next((one.period for one, right in zip(when, timed, strict=True) if right), None)
    state = accepted(row.get("status", "actual"))[0]
    for seen in (index, undated(index)):
        told = clues(seen, setting, true_period, joined.status if joined else None)
        lessons.status.append((tuple(told), str(state)))
    best = max(range(len(mine)), key=owned.__getitem__)
    true_owner = (
        mine[best]
        if owned[best] >= 0.9 * CLOSE
        else Owner(str(accepted(row.get("subject"))[0] or "") or None, None, None, ())
    )
    return Record(setting, found[phrase[1]] if found else None, true_owner, true_period, state, {}, 0.0)  # type: ignore[arg-type]


def undated(index: Index) -> Index:
    """Return the same article without its date of publication: many real ones lack it."""
    other = copy(index)
    other.reading = replace(index.reading, article=replace(index.reading.article, published=None))
    return other


def _grade(value: float) -> float:
    return 1.0 if value == 1 else 0.5 if value >= 0.9 * CLOSE else 0.0


def classify(rows: Sequence[tuple[tuple[str, ...], str]], freedom: float, *, rarest: int = 3) -> LinearModel:
    """Fit a logistic regression on features and labels; `rarest` is how often a feature must occur."""
    counts = Counter(one for features, _ in rows for one in set(features))
    vectorizer = DictVectorizer(sparse=True)
    matrix = vectorizer.fit_transform(
        [{one: 1.0 for one in features if counts[one] >= rarest} for features, _ in rows]
    )
    model = LogisticRegression(C=freedom, max_iter=2000).fit(matrix, [label for _, label in rows])
    labels = model.classes_[-1:] if len(model.classes_) == 2 else model.classes_
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): tuple(map(float, column)) for name, column in zip(names, model.coef_.T, strict=True)
    }
    return LinearModel(tuple(map(str, labels)), tuple(map(float, model.intercept_)), weights)


SURE = LinearModel(("right",), (0.0,), {})


def fit_models(lessons: Lessons, confidence: LinearModel = SURE) -> Models:
    rankers = {name: fit(getattr(lessons, name), strength=STRENGTH[name]) for name in STRENGTH}
    return Models(
        **rankers,
        status=classify(lessons.status, FREEDOM["status"]),
        selection=classify(lessons.selection, FREEDOM["selection"]),
        confidence=confidence,
    )


def parts(articles: Sequence[Annotated], count: int, salt: str = "") -> list[list[Annotated]]:
    """Split articles into folds by a hash of the id."""
    found: list[list[Annotated]] = [[] for _ in range(count)]
    for article in articles:
        found[int(hashlib.sha256((salt + article.id).encode()).hexdigest(), 16) % count].append(article)
    return found


def train(articles: Sequence[Annotated]) -> Models:
    """Train on the decisions before each number of models that did not see the article (DAgger)."""
    return fit_models(rounds(articles)[1])


def rounds(articles: Sequence[Annotated]) -> tuple[Lessons, Lessons]:
    """Return the lessons on annotated decisions before each number, and those on decisions of such models."""
    plain, followed = Lessons(), Lessons()
    halves = parts(articles, 2, "inner")
    first = [learn(half, None) for half in halves]
    for half, own, other in zip(halves, first, first[::-1], strict=True):
        join(plain, own)
        join(followed, learn(half, fit_models(other)))
    return plain, followed


def join(lessons: Lessons, more: Lessons) -> None:
    """Add lessons to others."""
    for name in ("metric", "subject", "period", "status", "selection"):
        getattr(lessons, name).extend(getattr(more, name))


def judge(
    articles: Iterable[Annotated], models: Models
) -> Iterator[tuple[Annotated, Record, Row | None, dict[str, bool]]]:
    """Yield each record that the models read, with its annotated row and which fields are right."""
    for article in articles:
        index = Index(article.reading)
        for record in read_records(index, models):
            row = article.rows.get(record.setting.quantity.span)
            yield article, record, row, _right(index, record, row) if row else {}


def _right(index: Index, record: Record, row: Row) -> dict[str, bool]:
    when = record.period.span.of(index.text) if record.period else None
    owner = max(like(one, row.get("subject")) for one in (record.owner.text, record.owner.name))
    return {
        "metric": like(record.phrase.text if record.phrase else None, row.get("metric")) >= CLOSE,
        "subject": owner >= CLOSE,
        "period": like(when, row.get("period")) == 1,
        "status": record.status in accepted(row.get("status", "actual")),
    }


def figures(
    judged: Iterable[tuple[Annotated, Record, Row | None, dict[str, bool]]], gold: int
) -> dict[str, float]:
    totals: Counter[str] = Counter()
    for _, _, row, right in judged:
        totals["read"] += 1
        totals["hit"] += row is not None
        totals["full"] += bool(right) and all(right.values())
        totals.update(name for name, value in right.items() if value)
    hit = totals["hit"]
    shares = {name: totals[name] / hit for name in ("metric", "subject", "period", "status")}
    return {
        **shares,
        "precision": hit / totals["read"],
        "recall": hit / gold,
        "records": 2 * totals["full"] / (totals["read"] + gold),
    }


def calibrate(articles: Sequence[Annotated], unseen: Sequence[Annotated] = ()) -> LinearModel:
    """Fit the confidence on what models decide about articles that they have not seen.

    `scripts/calibrate_confidence.py` then sets its scale on facts with several accepted wordings.
    """
    rows: list[tuple[tuple[str, ...], str]] = []
    folds = parts(articles, FOLDS)
    for number, held in enumerate(folds):
        models = train([article for other, fold in enumerate(folds) if other != number for article in fold])
        shown = [*held, *unseen] if number == 0 else held
        for article, record, row, right in judge(shown, models):
            good = bool(right) and _acceptable(article, record, row, right)
            features = tuple(reasons(Index(article.reading), record))
            rows.append((features, "right" if good else "Other"))
    return classify(rows, FREEDOM["confidence"], rarest=12)


def _acceptable(article: Annotated, record: Record, row: Row | None, right: dict[str, bool]) -> bool:
    """Tell whether all is right when other names of the owner and a phrase with the same head count too."""
    metric, subject = (row or {}).get("metric"), (row or {}).get("subject")
    names = [name for one in article.reading.entities for name in _names_if(one, subject)]
    owned = subject is None or like(record.owner.text, [*accepted(subject), *names]) >= CLOSE
    owned = owned or (record.owner.entity is not None and _same_head(record.owner.text, subject))
    told = record.phrase.text if record.phrase else None
    measured = metric is None or right["metric"] or _same_head(told, metric)
    return owned and measured and right["period"] and right["status"]


def _names_if(entity: Entity, subject: object) -> tuple[str, ...]:
    names = (entity.name, *entity.aliases)
    return names if any(like(name, subject) == 1 for name in names) else ()


def _same_head(told: str | None, value: object) -> bool:
    """Tell whether one phrase is the other with words before it (建成驿站, 驿站)."""
    one = _MARKS.sub("", told or "")
    others = [_MARKS.sub("", str(other or "")) for other in accepted(value)]
    return any(min(len(one), len(two)) > 1 and (one.endswith(two) or two.endswith(one)) for two in others)


def write(models: Models, folder: Path, kept: Sequence[str] = ()) -> None:
    """Write every model but those `kept` as JSON, and print the SHA-256 of each file."""
    for name in (one for one in NAMES if one not in kept):
        model = getattr(models, name)
        if not isinstance(model, LinearModel):
            model = LinearModel((name,), (0.0,), {one: (weight,) for one, weight in model.items()})
        rows = {one: row for one, row in sorted(model.weights.items()) if max(map(abs, row)) >= SMALLEST}
        path = folder / name / "weights.json"
        write_model(path, LinearModel(model.labels, model.bias, rows))
        print(name, len(rows), hashlib.sha256(path.read_bytes()).hexdigest())


def cross_validate(articles: Sequence[Annotated]) -> None:
    """Print the figures of models on articles that they have not seen."""
    folds = parts(articles, FOLDS)
    judged = []
    for number, held in enumerate(folds):
        models = train([article for other, fold in enumerate(folds) if other != number for article in fold])
        judged += list(judge(held, models))
    gold = sum(len(article.rows) for article in articles)
    for name, value in figures(judged, gold).items():
        print(f"{name:10s} {value:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/indicators"))
    parser.add_argument("--unseen", type=Path, help="more annotations, to fit the confidence on")
    parser.add_argument("--no-validation", action="store_true", help="skip the cross-validated figures")
    parser.add_argument("--keep", nargs="*", default=(), choices=NAMES, help="models to leave as they are")
    given = parser.parse_args()
    articles = list(annotated(given.annotations, given.articles, recognise=False))
    if not given.no_validation:
        cross_validate(articles)
    unseen = list(annotated(given.unseen, given.articles, recognise=False)) if given.unseen else []
    write(replace(train(articles), confidence=calibrate(articles, unseen)), given.output, given.keep)


if __name__ == "__main__":
    main()
