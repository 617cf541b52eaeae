"""Duplicates among the articles of one `extract`: told as `ingest` tells them, without a database."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.report import Report

if TYPE_CHECKING:
    from kg.editions import Copy
    from kg.values import Article, Case

_MOST = 20_000  # articles whose wording is kept for comparing, some five kilobytes each


@dataclass(frozen=True, slots=True)
class _Kept:
    """An article that others are compared with: how it is shown, and its body, packed."""

    copy: "Copy"
    body: bytes


@dataclass(slots=True)
class Gathering:
    """The articles of a run so far, and which are copies of others.

    Equal files and equal texts are told of all articles, editions of one article among the first 20,000.
    """

    files: dict[str, list[str]] = field(default_factory=dict)  # paths by the hash of the file
    texts: dict[str, dict[str, "Copy"]] = field(default_factory=dict)  # by article and hash of the file
    kept: list[_Kept] = field(default_factory=list)
    firsts: dict[int, int] = field(default_factory=dict)  # the first article of each band
    editions: dict[int, list["Copy"]] = field(default_factory=dict)  # by the number of the first

    def add(self, case: "Case") -> None:
        """Take one article."""
        article, source = case.article, case.article.source
        paths = self.files.setdefault(source.sha256, [])
        if source.path not in paths:
            paths.append(source.path)
        copies = self.texts.setdefault(article.id, {})
        if not copies and len(self.kept) < _MOST:
            self._compare(article)
        copies.setdefault(source.sha256, _shown(article))

    def report(self, report: Report) -> None:
        """Tell the groups of copies."""
        from kg.editions import Copy, CopyGroup

        for digest, paths in self.files.items():
            if len(paths) > 1:
                report.find(digest, CopyGroup("file", tuple(map(Copy, sorted(paths)))))
        for article_id, copies in self.texts.items():
            if len(copies) > 1:
                report.find(article_id, CopyGroup("text", tuple(copies.values())))
        for first, others in self.editions.items():
            mine = self.kept[first].copy
            report.find(f"{mine.case_id} editions", CopyGroup("article", (mine, *others)))

    def _compare(self, article: "Article") -> None:
        """Keep the wording of an article, or add it to the group of the first of which it is an edition."""
        from dataclasses import replace

        from kg.editions.wording import bands, compare, with_titles

        body, shown = _body(article), _shown(article)
        own = bands(body)
        for first in self._near(own):
            other = self.kept[first]
            found = compare(zlib.decompress(other.body).decode("utf-8", "surrogatepass"), body)
            found = with_titles(found, other.copy.title, article.title)
            if found is not None:
                told = replace(shown, edition=found.edition, share=found.share, changes=found.changes)
                self.editions.setdefault(first, []).append(told)
                return
        number = len(self.kept)
        for band in own:
            self.firsts.setdefault(band, number)
        packed = zlib.compress(body.encode("utf-8", "surrogatepass"))
        self.kept.append(_Kept(replace(shown, edition="first"), packed))

    def _near(self, own: frozenset[int]) -> Iterator[int]:
        yield from sorted({self.firsts[band] for band in own if band in self.firsts})


def _shown(article: "Article") -> "Copy":
    from kg.editions import Copy

    day = article.published.isoformat() if article.published else None
    return Copy(article.source.path, article.id, article.title, article.publisher, day)


def _body(article: "Article") -> str:
    """Return the headings and paragraphs of an article; all of its text if nothing is marked as such."""
    lines = [part.span.of(article.text) for part in article.parts if part.kind in ("body", "heading")]
    return "\n".join(lines) or article.text
