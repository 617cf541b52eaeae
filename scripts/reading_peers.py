"""Ask another reader of PDF for its text; benchmark_reading.py runs this with the peer's own Python.

    PEER/bin/python scripts/reading_peers.py pypdfium2|pdfplumber|markitdown < paths.txt > texts.jsonl

A line of the answer is a JSON string, the text of the file of the same line, pages one after another. Each
peer is asked as its own documentation does; only the standard library and the peer are needed.
"""

import json
import logging
import sys
import warnings


def pypdfium2(path: str) -> str:
    """Return the text in the order of the file's content."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def pdfplumber(path: str) -> str:
    """Return the text line by line across the page."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def markitdown(path: str) -> str:
    """Return the text as Markdown."""
    from markitdown import MarkItDown

    return str(MarkItDown().convert(path).text_content)


def main() -> None:
    """Answer each line of standard input with a line."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    ask = {"pypdfium2": pypdfium2, "pdfplumber": pdfplumber, "markitdown": markitdown}[sys.argv[1]]
    for line in sys.stdin:
        sys.stdout.write(json.dumps(ask(line.strip()), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
