import codecs
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from kg.values import Source, Span
from pipeline.read.encodings import decode, score

SOURCE = Source("a.txt", "0" * 64, "text/plain")
SIMPLIFIED = "厂里为青年职工开设夜校，请老师傅讲授焊接技术，两年来有六十多人考取了证书。"
TRADITIONAL = "廠裡為青年職工開設夜校，請老師傅講授焊接技術，兩年來有六十多人考取了證書。"
JAPANESE = "この工場では、若い社員のために夜間の講座を開き、溶接の技術を教えている。"
KOREAN = "이 공장은 젊은 직원들을 위해 야간 강좌를 열고 용접 기술을 가르친다."
FRENCH = "L'usine a créé des cours du soir pour ses employés; où sont-ils donnés? À l'école."


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "plain ASCII", "𠮷野家 ①②"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_unicode_is_read_as_it_is_and_needs_no_notice(text, mark, encoding):
    decoded = decode(SOURCE, mark + text.encode(encoding))
    assert (decoded.text, decoded.notices) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "gb18030", "GB18030"),
        (SIMPLIFIED, "gb2312", "GB18030"),
        (SIMPLIFIED[:9], "gb18030", "GB18030"),
        ("Report 2023\n工会\n" * 3, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL[:9], "big5", "Big5"),
        ("「工會」2023年：" + TRADITIONAL, "big5", "Big5"),
    ],
)
def test_chinese_encodings_are_guessed_and_the_guess_is_reported(text, encoding, name):
    decoded = decode(SOURCE, text.encode(encoding))
    (notice,) = decoded.notices
    assert decoded.text == text
    assert (notice.code, notice.span) == ("encoding_guessed", Span(0, 0))
    assert name in notice.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "euc-kr"),
        (FRENCH, "latin-1"),
    ],
)
def test_text_in_another_encoding_is_refused_and_not_garbled(text, encoding):
    with pytest.raises(UnreadableFile):
        decode(SOURCE, (text * 3).encode(encoding))


def test_the_declared_encoding_is_taken_without_a_notice():
    rare = "犇骉麤龘"
    assert decode(SOURCE, rare.encode("gb18030"), declared="GB2312").text == rare
    assert decode(SOURCE, TRADITIONAL.encode("big5"), declared="big5").notices == ()


@pytest.mark.parametrize("declared", ["big5", "gb2312", "iso-8859-1", "nonsense", "", None])
def test_valid_utf8_wins_over_what_a_page_declares(declared):
    assert decode(SOURCE, SIMPLIFIED.encode(), declared=declared).text == SIMPLIFIED


def test_a_wrongly_declared_encoding_gives_way_to_a_guess():
    assert decode(SOURCE, SIMPLIFIED.encode("gb18030"), declared="utf-8").text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_file_cut_inside_its_last_character_keeps_the_rest(encoding):
    text = (TRADITIONAL if encoding == "big5" else SIMPLIFIED)[:-1]  # ends in 书
    decoded = decode(SOURCE, text.encode(encoding)[:-1])
    assert decoded.text == text[:-1] + "\ufffd"
    assert "the file ends inside a character" in [notice.message for notice in decoded.notices]


def test_a_few_bad_bytes_are_replaced_and_counted():
    data = bytearray((SIMPLIFIED * 20).encode())
    data[300:301] = b"\xff"
    decoded = decode(SOURCE, bytes(data))
    (notice,) = decoded.notices
    assert decoded.text.count("\ufffd") == 1
    assert decoded.text.replace("\ufffd", "")[150:] in SIMPLIFIED * 20
    assert notice.message == "3 bytes are no UTF-8 and were replaced (places: 1)"


def test_many_bad_bytes_are_refused():
    data = bytearray((SIMPLIFIED * 20).encode())
    data[::50] = b"\xff" * len(data[::50])
    with pytest.raises(UnreadableFile):
        decode(SOURCE, bytes(data))


def test_a_long_english_file_with_one_chinese_word_is_not_taken_for_damaged_utf8():
    text = "The union runs an evening school. " * 200 + "工会"
    assert decode(SOURCE, text.encode("gb18030")).text == text


def test_a_false_mark_is_refused():
    with pytest.raises(UnreadableFile, match="marked as UTF-8 but is not"):
        decode(SOURCE, codecs.BOM_UTF8 + SIMPLIFIED.encode("gb18030"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text\0text", "NUL bytes"),
        (b"\x01\x02\x03 text", "control characters"),
        (codecs.BOM_UTF16_LE + "\x01\x02a".encode("utf-16-le"), "control characters"),
    ],
)
def test_binary_data_is_refused(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        decode(SOURCE, data)


def test_a_single_stray_control_character_is_no_reason_to_refuse():
    text = SIMPLIFIED * 5 + "\x0c" + SIMPLIFIED + "\x07"
    assert decode(SOURCE, text.encode()).text == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
@example("\ufeff文")
def test_any_text_in_utf8_comes_back(text):
    assert decode(SOURCE, codecs.BOM_UTF8 + text.encode()).text == text


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data):
    with suppress(UnreadableFile):
        assert "\0" not in decode(SOURCE, data).text.encode().decode()


@given(st.text())
def test_the_score_keeps_within_its_bounds(text):
    assert -1 <= score(text) <= 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_by_how_usual_its_characters_are(encoding):
    text = "市总工会办夜校12期，培训600人次。\n职工学会了数控编程。"
    read = decode(Source("a.txt", "", "text/plain"), text.encode(encoding))
    assert read.text == text
    assert [notice.message for notice in read.notices] == ["the encoding is not stated; read as UTF-16"]
