"""Putting documents in: whole or not at all, once, and out again."""

import kg


def test_a_case_comes_back_as_it_went_in(db, pump, dock):
    assert kg.case(db, pump.article.id) == pump
    assert kg.case(db, dock.article.id) == dock
