"""A case that was read in simplified characters, told of the text as it stood."""

from dataclasses import replace
from hashlib import sha256

from kg.values import Article, Author, Case, Entity
from pipeline.repair.script import original_of


def in_original(case: Case, simplified: str, original: str) -> Case:
    """Return the case of an article of a document, whose text was `original` and was read as `simplified`.

    Text, title, authors and what is quoted are in the original characters; names, metrics and objects stay
    simplified, so that one thing has one name; an entity's names as they stand are its aliases.
    """
    article = _article(case.article, simplified, original)
    return replace(
        case,
        article=article,
        entities=tuple(_entity(entity, article.text) for entity in case.entities),
        indicators=tuple(replace(one, raw=one.span.of(article.text)) for one in case.indicators),
        measures=tuple(replace(one, text=one.span.of(article.text)) for one in case.measures),
    )


def _article(article: Article, simplified: str, original: str) -> Article:
    text = original_of(article.text, simplified, original)

    def restored(value: str | None) -> str | None:
        at = article.text.find(value) if value else -1
        return text[at : at + len(value)] if value and at >= 0 else value

    return replace(
        article,
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        text=text,
        column=restored(article.column),
        title=restored(article.title),
        publisher=restored(article.publisher),
        authors=tuple(
            Author(restored(one.name) or one.name, restored(one.organization), restored(one.position))
            for one in article.authors
        ),
        sections=tuple(
            replace(one, heading=restored(one.heading) or one.heading) for one in article.sections
        ),
    )


def _entity(entity: Entity, text: str) -> Entity:
    stand = dict.fromkeys(mention.of(text) for mention in entity.mentions)
    names = dict.fromkeys((*entity.aliases, *stand))
    return replace(entity, aliases=tuple(name for name in names if name != entity.name))
