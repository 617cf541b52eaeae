"""Reads .rtf: its text, in the code page that it names."""

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.refusal import refusing


def read_rich(source: Source, data: bytes) -> Document:
    r"""Read a .rtf: a line per paragraph; cells of a row are parted by tabs.

    Raises:
        UnreadableFile: no .rtf.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(source.path, "not a rich text file")
    with refusing(source.path, "not a whole rich text file"):
        text: str = rtf_to_text(data.decode("latin-1"), encoding="gb18030", errors="replace")
    return Document(source, text.replace("|", "\t") if "\\trowd" in data.decode("latin-1") else text)
