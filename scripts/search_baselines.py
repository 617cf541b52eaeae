"""Plain rankers to stand beside the search: BM25 over words, TF-IDF over characters, LSA, and their fusion.

Each is made of the texts by id and is then a function from a query to all ids, best first.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import rjieba
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

Ranker = Callable[[str], list[str]]
K1, B = 1.2, 0.75
DIMENSIONS = 200
CONSTANT = 60  # of reciprocal rank fusion (Cormack et al., 2009)


def baselines(texts: Mapping[str, str]) -> dict[str, Ranker]:
    """Return the rankers by name."""
    single = {
        "BM25 words": bm25_words(texts),
        "TF-IDF characters 1-2": tfidf_characters(texts),
        "LSA": lsa(texts),
    }
    return single | {"fusion of the three": fused([*single.values()])}


def words(text: str) -> list[str]:
    """Return the words of a text that have two characters or more."""
    return [word for word in rjieba.cut(text.lower()) if len(word) > 1 and any(map(str.isalnum, word))]


def bm25_words(texts: Mapping[str, str]) -> Ranker:
    """Return Okapi BM25 over words (Robertson and Zaragoza, 2009)."""
    vectorizer = CountVectorizer(analyzer=words)
    counts = vectorizer.fit_transform(texts.values()).astype(float).tocsc()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norms = K1 * (1 - B + B * lengths / lengths.mean())
    having = np.diff(counts.indptr)
    rarity = np.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
    counts.data = counts.data * (K1 + 1) / (counts.data + norms[counts.indices])

    def rank(query: str) -> list[str]:
        asked = vectorizer.transform([query]).toarray().ravel()
        return _sorted(texts, counts @ (asked * rarity))

    return rank


def tfidf_characters(texts: Mapping[str, str]) -> Ranker:
    """Return the cosine of sublinear TF-IDF over characters and pairs of them."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
    matrix = vectorizer.fit_transform(texts.values())
    return lambda query: _sorted(texts, (matrix @ vectorizer.transform([query]).T).toarray().ravel())


def lsa(texts: Mapping[str, str], dimensions: int = DIMENSIONS) -> Ranker:
    """Return the cosine in the space of the greatest singular vectors of TF-IDF over words."""
    vectorizer = TfidfVectorizer(analyzer=words, sublinear_tf=True)
    svd = TruncatedSVD(min(dimensions, len(texts) - 1), random_state=0)
    vectors = _unit(svd.fit_transform(vectorizer.fit_transform(texts.values())))
    return lambda query: _sorted(texts, vectors @ _unit(svd.transform(vectorizer.transform([query]))).ravel())


def fused(rankers: Sequence[Ranker]) -> Ranker:
    """Return the reciprocal rank fusion of rankers."""

    def rank(query: str) -> list[str]:
        scores: dict[str, float] = {}
        for ranker in rankers:
            for place, name in enumerate(ranker(query), 1):
                scores[name] = scores.get(name, 0.0) + 1 / (CONSTANT + place)
        return sorted(scores, key=lambda name: (-scores[name], name))

    return rank


def _unit(vectors: "np.ndarray") -> "np.ndarray":
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def _sorted(texts: Mapping[str, str], scores: "np.ndarray") -> list[str]:
    names = list(texts)
    return [names[place] for place in np.argsort(-scores, kind="stable") if scores[place] > 0]
