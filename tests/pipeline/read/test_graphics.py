import pytest

from pipeline.read.layout import Rect

cv2 = pytest.importorskip("cv2", reason="needs tashan[ocr]")
np = pytest.importorskip("numpy")


@pytest.fixture
def paper():
    return np.full((900, 700, 3), 255, np.uint8)


def near(found: Rect, wanted: Rect) -> bool:
    sides = ("left", "top", "right", "bottom")
    return all(abs(getattr(found, side) - getattr(wanted, side)) < 12 for side in sides)


def find(picture, lines=()):
    from pipeline.read.graphics import find_graphics

    return find_graphics(picture, lines)


def rows(box: Rect) -> list[Rect]:
    return [
        Rect(box.left + 10, top, box.right - 10, top + 14)
        for top in range(int(box.top) + 8, int(box.bottom) - 20, 20)
    ]


def write(picture, lines) -> None:
    for each in lines:
        for left in range(int(each.left), int(each.right) - 8, 14):
            cv2.rectangle(picture, (left, int(each.top)), (left + 8, int(each.bottom)), (0, 0, 0), 2)


BOX = Rect(100, 200, 400, 420)


def test_a_frame_round_text_is_found(paper):
    cv2.rectangle(paper, (100, 200), (400, 420), (40, 40, 40), 2)
    write(paper, rows(BOX))
    (frame,), pictures = find(paper, rows(BOX))
    assert near(frame, BOX)
    assert pictures == ()


def test_a_tinted_ground_under_text_is_found(paper):
    cv2.rectangle(paper, (100, 200), (400, 420), (228, 228, 228), -1)
    write(paper, rows(BOX))
    (frame,), pictures = find(paper, rows(BOX))
    assert near(frame, BOX)
    assert pictures == ()


def test_a_photograph_is_found(paper):
    paper[200:420, 100:400] = np.random.default_rng(1).integers(20, 200, (220, 300, 3))
    paper[200:420, 100:400] = cv2.GaussianBlur(paper[200:420, 100:400], (31, 31), 0)
    frames, (picture,) = find(paper)
    assert near(picture, BOX)
    assert frames == ()


def test_print_alone_is_neither(paper):
    write(paper, rows(BOX))
    assert find(paper, rows(BOX)) == ((), ())
