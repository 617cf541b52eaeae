"""The names as a spaCy component: `nlp.add_pipe("tashan_names")` fills `doc.spans["names"]`."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from kg.values import Article, Part, Source, Span
from pipeline.data import data_path
from pipeline.extract.learned import MODEL, mentions_judged, read_names
from pipeline.extract.mentions import mentions
from pipeline.extract.reading import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME, KEY = "tashan_names", "names"
FILES = ("clusters.npz", "tagger.npz", "judge.json")


@Language.factory(NAME, assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> "NamesComponent":  # noqa: ARG001 (what spaCy gives a factory)
    """Return the component with the model of this installation (registered as `tashan_names`)."""
    return NamesComponent(data_path(MODEL))


class NamesComponent:
    """Mark the names of a Doc: what rules and the trained model take for names together.

    Spans follow the characters of a name, widened to the token that reaches across its edge.
    The pipeline itself takes its names from characters and needs no Doc for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.model = folder, read_names(folder)

    def __call__(self, doc: "Doc") -> "Doc":
        """Fill `doc.spans["names"]`, labelled with the contract's types; every line counts as a paragraph."""
        words = tuple(Word(token.text, token.tag_, Span(token.idx, token.idx + len(token))) for token in doc)
        article = Article("", Source("", "", "text/plain"), doc.text, tuple(_parts(doc.text)))
        found = mentions_judged(article, words, mentions(article, words), model=self.model)
        marked = (
            doc.char_span(one.span.start, one.span.end, label=one.type, alignment_mode="expand")
            for one in found
        )
        doc.spans[KEY] = [span for span in marked if span is not None]
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 (spaCy passes it)
        """Write the model into the folder `path`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copyfile(self.folder / file, Path(path) / file)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "NamesComponent":  # noqa: ARG002
        """Read the model that `to_disk` wrote into `path`."""
        self.folder, self.model = Path(path), read_names(Path(path))
        return self


def _parts(text: str) -> Iterable[Part]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield Part("body", Span(start, start + len(line)))
        start += len(line) + 1
