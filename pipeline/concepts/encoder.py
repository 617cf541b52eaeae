"""Sentence encoders of one's own, read from a folder: ONNX, or whatever sentence-transformers reads.

An optional part (`tashan[dense]`: onnxruntime and tokenizers). Nothing is downloaded.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import BadEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

VARIABLE = "TASHAN_ENCODER"
EXTRA = "tashan[dense]"
"""What to install for encoders in ONNX."""

Encode = Callable[[Sequence[str]], "Matrix"]
"""Gives a row of numbers for each text."""

_MODELS = ("model.onnx", "onnx/model.onnx")
_KINDS = {"tensor(int32)": "int32", "tensor(float)": "float32"}  # of numbers that a model wants; else int64
_BATCH, _LONGEST = 64, 256  # texts that are encoded at once, and tokens of one


@cache
def read_encoder(folder: Path) -> Encode:
    """Return the encoder of a folder, as sentence-transformers writes one: ONNX where there is such a model.

    A model is `model.onnx`, `onnx/model.onnx` or the only `.onnx` there, beside `tokenizer.json` or
    `vocab.txt`. Without any, sentence-transformers reads the folder, if it is installed.

    Raises:
        BadEncoder: it holds no encoder, or what it takes to run one is not installed.
    """
    try:
        if (model := model_of(folder)) is not None:
            return _onnx(folder, model)
        if (folder / "modules.json").is_file():
            return _sentence_transformers(folder)
    except ImportError as error:
        needed = f"{error.name} is not installed; for ONNX, install {EXTRA}"
        raise BadEncoder(folder, needed) from error
    raise BadEncoder(folder, "wanted a model.onnx with its tokenizer.json or vocab.txt, or a modules.json")


def model_of(folder: Path) -> Path | None:
    """Return the ONNX model of a folder, if it has one, or only one."""
    named = [folder / name for name in _MODELS if (folder / name).is_file()]
    other = sorted(folder.glob("*.onnx"))
    return named[0] if named else other[0] if len(other) == 1 else None


def _onnx(folder: Path, model: Path) -> Encode:
    import onnxruntime

    cut, is_first = _tokenizer(folder), _takes_first(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common parent
        raise BadEncoder(model, f"onnxruntime cannot read it: {error}") from error
    wanted = {one.name: _KINDS.get(one.type, "int64") for one in session.get_inputs()}

    def encode(texts: Sequence[str]) -> "Matrix":
        import numpy as np

        rows = [
            _pooled(session, wanted, cut(texts[at : at + _BATCH]), is_first=is_first)
            for at in range(0, len(texts), _BATCH)
        ]
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)

    return encode


def _tokenizer(folder: Path) -> Callable[[Sequence[str]], "list[Any]"]:
    """Return what cuts texts into tokens, those of one call padded to one length."""
    from tokenizers import BertWordPieceTokenizer, Tokenizer

    told, words = folder / "tokenizer.json", folder / "vocab.txt"
    if not told.is_file() and not words.is_file():
        raise BadEncoder(folder, "wanted a tokenizer.json or a vocab.txt beside the model")
    own = Tokenizer.from_file(str(told)) if told.is_file() else BertWordPieceTokenizer(str(words))
    own.enable_truncation(_LONGEST)
    own.enable_padding()
    return lambda texts: list(own.encode_batch([*texts]))


def _takes_first(folder: Path) -> bool:
    """Tell whether the vector of a text is that of its first token; else it is the mean of all."""
    told = folder / "1_Pooling" / "config.json"
    return told.is_file() and bool(json.loads(told.read_text("utf-8")).get("pooling_mode_cls_token"))


def _pooled(
    session: Any,  # noqa: ANN401 (an optional package)
    wanted: Mapping[str, str],
    cut: "Sequence[Any]",
    *,
    is_first: bool,
) -> "Matrix":
    """Return a row for each text that was cut: what the model says of it, or of its tokens."""
    import numpy as np

    mask = np.array([one.attention_mask for one in cut], np.int64)
    given = {name: _input(name, cut, mask).astype(kind) for name, kind in wanted.items()}
    said = np.asarray(session.run(None, given)[0], np.float32)
    if said.ndim == 2:  # the model pools by itself
        return said
    if is_first:
        return np.asarray(said[:, 0], np.float32)
    weights = mask[:, :, None].astype(np.float32)
    return np.asarray((said * weights).sum(axis=1) / weights.sum(axis=1), np.float32)


def _input(name: str, cut: "Sequence[Any]", mask: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Return what a model wants under a name: the mask, the kind of each token, or its number."""
    import numpy as np

    lowered = name.lower()
    if "mask" in lowered:
        return mask
    if "type" in lowered or "segment" in lowered:
        return np.zeros_like(mask)
    return np.array([one.ids for one in cut], np.int64)


def _sentence_transformers(folder: Path) -> Encode:
    from sentence_transformers import SentenceTransformer  # pyright: ignore[reportMissingImports]

    model = SentenceTransformer(str(folder), local_files_only=True)

    def encode(texts: Sequence[str]) -> "Matrix":
        import numpy as np

        return np.asarray(model.encode([*texts], batch_size=_BATCH, show_progress_bar=False), np.float32)

    return encode
