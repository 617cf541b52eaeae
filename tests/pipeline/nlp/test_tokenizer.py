import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.nlp
from pipeline.extract.cases import words_of
from pipeline.lexicon import table
from pipeline.nlp.tags import shape_tag, universal
from pipeline.nlp.tokenizer import cutter

SENTENCES = [
    "砚湖区总工会开展名师带徒活动，培训职工1200余人次。",
    "今年以来，园区把技能津贴写进集体合同，惠及一线职工。",
    "企业建立产业学院，推动产教融合、校企合作。",
    "工会驿站为快递员、网约车司机提供饮水、充电、休息服务。",
    "职代会审议通过工资集体协商方案，职工满意度达到98.6%。",
]
texts = st.text(alphabet=st.sampled_from("工会职工123.%，。！？”“ \n\tabc技能津贴ａ３龘🙂"), max_size=60)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_two_engines_cut_alike(sentence):
    words = [[word for word, _ in cutter(segmenter)(sentence)] for segmenter in pipeline.nlp.SEGMENTERS]
    assert words[0] == words[1]


@pytest.mark.parametrize("segmenter", pipeline.nlp.SEGMENTERS)
@settings(max_examples=40)
@given(text=texts)
def test_nothing_of_the_text_is_lost(segmenter, text):
    doc = pipeline.nlp.load(segmenter)(text) if segmenter == "jieba" else NLP(text)
    assert doc.text == text


@settings(max_examples=60)
@given(text=texts)
def test_sentences_follow_each_other_and_cover_the_text(text):
    doc = NLP(text)
    assert "".join(sentence.text for sentence in doc.sents) == text


def test_domain_words_stay_whole():
    words = [word for word, _ in cutter("rjieba")("开展师带徒和集体协商，建好职工书屋")]
    assert {"师带徒", "集体协商", "职工书屋"} <= set(words)


@settings(max_examples=40)
@given(text=texts)
def test_words_are_those_of_the_tokens(text):
    doc = NLP(text)
    told = [(word.text, word.tag, word.span.of(text)) for word in words_of(doc)]
    assert told == [(token.text, token.tag_, token.text) for token in doc]


def test_closing_quotes_stay_with_their_sentence():
    assert [s.text for s in NLP("他说：“干得好！”大家笑了。“再来。”").sents] == [
        "他说：“干得好！”",
        "大家笑了。",
        "“再来。”",
    ]


def test_the_pipeline_comes_back_from_disk(tmp_path):
    NLP.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    before, after = NLP(SENTENCES[0]), again(SENTENCES[0])
    assert [(t.text, t.tag_, t.is_sent_start) for t in before] == [
        (t.text, t.tag_, t.is_sent_start) for t in after
    ]


def test_every_domain_word_has_a_known_tag_and_a_frequency():
    for row in table("words"):
        assert universal(row["tag"]) != "X", row
        assert int(row["frequency"]) > 0, row


def test_unknown_words_are_tagged_by_their_shape():
    assert [shape_tag(word) for word in ("2023", "5G", "龘", "％")] == ["m", "eng", "x", "x"]


NLP = pipeline.nlp.load()
