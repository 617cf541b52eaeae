"""An encoder of one's own: a tiny one in ONNX, made here, that looks its tokens up in a table."""

import json
import sys
from types import ModuleType

import numpy as np
import pytest
from click.testing import CliRunner

from kg.errors import BadEncoder
from kg.values import Concept
from pipeline.app.cli import tashan
from pipeline.concepts import Entry, Matcher, Vocabulary
from pipeline.concepts.dense import dense, encoder_in_use, kept_at
from pipeline.concepts.encoder import VARIABLE, model_of, read_encoder
from pipeline.concepts.matching import matcher, need_phrases

onnx = pytest.importorskip("onnx", reason="needs onnx")
pytest.importorskip("tokenizers", reason="needs tashan[dense]")

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "饭", "吃", "书", "看"]
TABLE = np.array([[0, 0], [0, 0], [1, 1], [0, 0], [4, 0], [3, 1], [0, 4], [1, 3]], np.float32)
ENTRIES = (
    Entry(Concept("meals", "饭吃"), (), (), ("饭", "吃饭")),
    Entry(Concept("books", "书看"), (), (), ("书", "看书")),
)
OWN = Vocabulary(ENTRIES)


def write_model(
    folder, *, pooled=False, kind="INT64", inputs=("input_ids", "attention_mask", "token_type_ids")
):
    """Write a model that looks tokens up in `TABLE`; `pooled` gives a text the sum of its tokens."""
    from onnx import TensorProto, helper, numpy_helper

    given = [helper.make_tensor_value_info(name, getattr(TensorProto, kind), ["n", "m"]) for name in inputs]
    nodes = [
        helper.make_node("Cast", [inputs[0]], ["numbers"], to=TensorProto.INT64),
        helper.make_node("Gather", ["table", "numbers"], ["tokens"]),
    ]
    if pooled:
        nodes.append(helper.make_node("ReduceSum", ["tokens", "axis"], ["text"], keepdims=0))
    name, shape = ("text", ["n", 2]) if pooled else ("tokens", ["n", "m", 2])
    told = helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    tables = [
        numpy_helper.from_array(TABLE, "table"),
        numpy_helper.from_array(np.array([1], np.int64), "axis"),
    ]
    graph = helper.make_graph(nodes, "tiny", given, [told], tables)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(folder / "model.onnx"))
    (folder / "vocab.txt").write_text("\n".join(TOKENS), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(VARIABLE, raising=False)


def test_a_text_is_the_mean_of_its_tokens_without_padding(tmp_path):
    encode = read_encoder(write_model(tmp_path / "mean"))
    wanted = [(TABLE[2] + TABLE[4]) / 3, (TABLE[2] + TABLE[6] + TABLE[7]) / 4]
    assert encode(["饭", "看书"]) == pytest.approx(np.array(wanted))
    assert encode([]).shape == (0, 0)


@pytest.mark.parametrize("kind", ["INT64", "INT32", "FLOAT"])
def test_a_model_gets_the_numbers_it_wants_under_its_own_names(tmp_path, kind):
    names = ("Input-Token", "Input-Segment")
    encode = read_encoder(write_model(tmp_path / kind, pooled=True, kind=kind, inputs=names))
    assert encode(["饭吃"]).tolist() == [(TABLE[2] + TABLE[4] + TABLE[5]).tolist()]


def test_the_first_token_speaks_for_the_text_where_the_folder_says_so(tmp_path):
    folder = write_model(tmp_path / "first")
    (folder / "1_Pooling").mkdir()
    folder.joinpath("1_Pooling/config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    assert read_encoder(folder)(["饭", "书"]).tolist() == [[1, 1], [1, 1]]


def test_the_tokenizer_of_the_folder_is_taken(tmp_path):
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder = write_model(tmp_path / "json")
    own = Tokenizer(models.WordLevel({token: at for at, token in enumerate(TOKENS)}, unk_token="[UNK]"))
    own.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    own.save(str(folder / "tokenizer.json"))
    assert read_encoder(folder)(["饭吃"]) == pytest.approx(np.array([(TABLE[4] + TABLE[5]) / 2]))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "wanted a model.onnx"),
        ({"a.onnx": b"", "b.onnx": b""}, "wanted a model.onnx"),
        ({"a.onnx": b""}, "wanted a tokenizer.json or a vocab.txt"),
        ({"a.onnx": b"nothing", "vocab.txt": b"[UNK]\n[SEP]\n[CLS]\n[PAD]"}, "onnxruntime cannot read it"),
        ({"modules.json": b"[]"}, "sentence_transformers is not installed; for ONNX, install tashan[dense]"),
    ],
)
def test_a_folder_without_an_encoder_is_named_with_the_reason(tmp_path, monkeypatch, files, reason):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for name, told in files.items():
        (tmp_path / name).write_bytes(told)
    with pytest.raises(BadEncoder) as caught:
        read_encoder(tmp_path)
    assert reason in str(caught.value)
    assert caught.value.path.startswith(str(tmp_path))


def test_sentence_transformers_reads_what_is_not_onnx(tmp_path, monkeypatch):
    class Model:
        def __init__(self, path, *, local_files_only):
            assert (path, local_files_only) == (str(tmp_path), True)

        def encode(self, texts, **_):
            return [[len(text), 1] for text in texts]

    library = ModuleType("sentence_transformers")
    library.SentenceTransformer = Model
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    (tmp_path / "modules.json").write_text("[]")
    assert model_of(tmp_path) is None
    assert read_encoder(tmp_path)(["饭", "看书"]).tolist() == [[1, 1], [2, 1]]


def test_the_judge_is_made_once_and_kept_for_an_encoder_and_a_vocabulary(tmp_path):
    folder, phrases = write_model(tmp_path / "model"), need_phrases(OWN)
    made = dense(folder, phrases, 2)
    assert made.judge(["吃", "看"]).argmax(axis=1).tolist() == [0, 1]
    assert kept_at(folder, phrases).is_file()
    again = dense(folder, phrases, 2)
    assert (again.judge(["吃"]) == made.judge(["吃"])).all()
    others = {kept_at(folder, phrases[1:]), kept_at(write_model(tmp_path / "other"), phrases)}
    assert len({kept_at(folder, phrases), *others}) == 3


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    folder = write_model(tmp_path / "model")
    assert dense(folder, need_phrases(OWN), 2).judge(["书"]).argmax() == 1


def test_an_encoder_helps_where_nothing_else_tells(tmp_path):
    """No phrase has 看 alone, and no known word."""
    alone, helped = Matcher(OWN), Matcher(OWN, encoder=write_model(tmp_path / "model"))
    sure = [one.query("看", top=1)[0] for one in (alone, helped)]
    assert {one.concept.id for one in sure} == {"books"}
    assert sure[1].score > sure[0].score
    assert alone.measure("看书", "书") == helped.measure("看书", "书")


def test_the_command_line_takes_an_encoder_for_as_long_as_it_runs(tmp_path):
    folder, table = write_model(tmp_path / "model"), tmp_path / "mine.tsv"
    table.write_text("id\tname\tneeds\nmeals\t饭吃\t饭|吃饭\nbooks\t书看\t书|看书\n", encoding="utf-8")
    words = ["--vocabulary", str(table), "--encoder", str(folder), "vocabulary", "看", "--json"]
    done = CliRunner().invoke(tashan, words, catch_exceptions=False)
    assert json.loads(done.output)["concepts"][0]["id"] == "books"
    assert len([*(tmp_path / "cache/tashan").iterdir()]) == 1
    assert encoder_in_use() is None
    assert matcher(OWN) is matcher(OWN)


def test_an_encoder_that_cannot_be_read_is_one_line(tmp_path):
    done = CliRunner().invoke(tashan, ["--encoder", str(tmp_path), "vocabulary", "看"])
    assert isinstance(done.exception, BadEncoder)
