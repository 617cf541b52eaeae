"""Sentences: they end at 。！？ with the quotation marks that close them, and at a line's end."""

import re

from kg.values import Span

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’』」）)]*|\n|$)")


def sentence_spans(text: str) -> tuple[Span, ...]:
    r"""Return the sentences of `text`, in order, covering all of it but empty stretches.

    >>> [span.of("成了。“好！”他说。\n完") for span in sentence_spans("成了。“好！”他说。\n完")]
    ['成了。', '“好！”', '他说。', '\n', '完']
    """
    return tuple(Span(*match.span()) for match in _SENTENCE.finditer(text) if match.end() > match.start())
