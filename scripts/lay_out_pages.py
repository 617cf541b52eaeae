"""Lay out pages of print whose reading order is known, for measuring what reads them.

    PYTHONPATH=. python scripts/lay_out_pages.py FOLDER [--chromium chromium] [--dpi 200]

Each of twelve styles becomes a document of several pages: STYLE.pdf, STYLE.tiff (its pages as pictures) and
STYLE.json, the truth: `articles` (each its paragraphs in order), `boxes`, `captions` and `furniture`. The
texts are those of corpus/demo/news and of the grammar of generate_library.py. Half of the styles are for
tuning the readers, half are held out (`HELD_OUT`). Needs headless Chromium and the Noto CJK fonts.
"""

import argparse
import base64
import io
import json
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generate_library import cases

NEWS = Path(__file__).parents[1] / "corpus" / "demo" / "news"
HELD_OUT = ("rule-between", "photo-story", "broadsheet", "wrapped-box", "briefs", "landscape")

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>
@page {{ size: {paper}; margin: {margin}; {furniture} }}
body {{ font: {size}pt/{leading} "Noto {face} CJK SC"; margin: 0; text-align: {align}; }}
p {{ margin: 0 0 {gap}em; text-indent: {indent}em; orphans: 1; widows: 1; }}
h1 {{ font-size: {title}em; line-height: 1.3; margin: .4em 0 .3em; text-align: center; {title_css} }}
h2 {{ font-size: {heading}em; margin: .5em 0 .2em; line-height: 1.4; }}
.by {{ text-align: center; text-indent: 0; margin-bottom: .6em; }}
.columns {{ column-count: {columns}; column-gap: {gutter}em; {rule} }}
.over {{ text-align: center; text-indent: 0; font-size: 1.2em; margin: 0; }}
aside {{ border: .8pt solid #333; padding: .6em .8em; margin: .6em 0; break-inside: avoid; }}
aside {{ font-size: .95em; }}
aside.tint {{ border: none; background: #e3e6ea; }}
aside.float {{ float: right; width: 42%; margin: .3em 0 .5em 1.2em; }}
aside b {{ display: block; text-align: center; }}
figure {{ margin: .6em 0; break-inside: avoid; }}
figure img {{ width: 100%; height: {picture}; display: block; }}
figcaption {{ font-size: .82em; line-height: 1.4; margin-top: .3em; }}
.across {{ column-span: all; }}
.side {{ display: flex; gap: {gutter}em; }}
hr {{ border: none; border-top: 1pt solid #555; margin: 1em 0; }}
{css}
</style><body>{body}</body></html>"""


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set; lengths in em but for `paper`, `margin` and `size` (points)."""

    name: str
    columns: int
    form: str  # how articles share the pages: flow, stacked, side, briefs
    face: str = "Serif"
    size: float = 10.5
    leading: float = 1.7
    paper: str = "210mm 297mm"
    margin: str = "22mm 20mm 20mm"
    gutter: float = 2.0
    align: str = "justify"
    indent: float = 2
    gap: float = 0
    title: float = 2.2
    heading: float = 1.0
    title_css: str = ""
    rule: str = ""
    css: str = ""
    heads: tuple[str, str] = ("", "")  # CSS places of the running head and the page number
    head: str = "华岭工友 2023年第4期"
    number: str = "counter(page)"
    box: str = ""  # the class of boxes: frame, tint, across, float
    picture: str = ""  # its height
    over: bool = False  # a line above the title
    characters: int = 1500  # of the text of one article
    beside: int = 0  # the same of every second article, that stands beside another
    articles: int = 3


STYLES = (
    Style("two-columns", 2, "flow", heads=("top-left", "bottom-center"), characters=2600),
    Style("three-columns", 3, "flow", "Sans", 9, box="frame", picture="38mm",
          heads=("top-center", "bottom-right"), characters=2600),
    Style("report", 1, "flow", "Serif", 15, 1.9, heading=1.15, title=1.7, heads=("", "bottom-center"),
          number='"— " counter(page) " —"', characters=1500),
    Style("stacked", 2, "stacked", "Serif", 10, heads=("top-right", "bottom-center"), title=2.0,
          characters=600, articles=8),
    Style("newspaper", 3, "side", "Serif", 9.5, 1.55, paper="270mm 390mm", margin="24mm 14mm 14mm",
          box="tint", heads=("top-left", "top-right"), head="华岭日报 2023年10月12日 星期四",
          number='"第" counter(page) "版"', characters=1700, beside=900, articles=8),
    Style("kicker", 2, "flow", "Sans", 10.5, 1.6, over=True, box="tint", picture="45mm",
          heads=("bottom-left", "bottom-right"), characters=2300),
    Style("rule-between", 2, "flow", "Sans", 10, 1.65, rule="column-rule: .5pt solid #888;", align="left",
          box="across", heads=("top-center", "bottom-center"), number='"- " counter(page) " -"',
          characters=2600),
    Style("photo-story", 3, "flow", "Serif", 9.5, 1.6, indent=0, gap=0.7, picture="60mm", box="across-photo",
          heads=("top-left", "bottom-left"), characters=2600),
    Style("broadsheet", 4, "side", "Serif", 9, 1.5, paper="270mm 390mm", margin="24mm 12mm 14mm", gutter=1.6,
          heads=("top-left", "top-right"), head="望柏职工报", number='"第 " counter(page) " 版"',
          box="frame", characters=2300, beside=750, articles=8),
    Style("wrapped-box", 1, "flow", "Serif", 11, 1.7, box="float", title=2.0,
          heads=("top-right", "bottom-center"), characters=2200),
    Style("briefs", 2, "briefs", "Serif", 10, 1.6, title=1.55, title_css="text-align: left;",
          heads=("top-left", "bottom-center"), characters=700, articles=9),
    Style("landscape", 3, "flow", "Sans", 10, 1.6, paper="297mm 210mm", margin="20mm 16mm 16mm",
          box="frame", heads=("bottom-left", "bottom-right"), picture="35mm",
          number='"第 " counter(page) " 页 共 " counter(pages) " 页"', characters=2600),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """An article to be set: its title, who wrote it, and its paragraphs, some of them headings."""

    title: str
    byline: str
    paragraphs: tuple[tuple[str, bool], ...]  # the text, and whether it is a heading

    def cut(self, characters: int) -> "Text":
        """Return the article with whole paragraphs up to about so many characters."""
        kept, count = [], 0
        for paragraph in self.paragraphs:
            if count >= characters:
                break
            kept.append(paragraph)
            count += len(paragraph[0])
        while kept and kept[-1][1]:
            kept.pop()
        return Text(self.title, self.byline, tuple(kept))

    def lines(self) -> list[str]:
        """Return what is read, in order."""
        return [self.title, *filter(None, [self.byline]), *(text for text, _ in self.paragraphs)]


@dataclass(slots=True)
class Truth:
    """What a document holds, by kind."""

    articles: list[list[str]] = field(default_factory=list)
    boxes: list[list[str]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


def read_news(path: Path) -> Text:
    """Return an article of the demo corpus."""
    data = path.read_bytes()
    text = next(
        text
        for code in ("utf-8-sig", "gb18030", "big5")
        for text in [data.decode(code, "replace")]
        if "\ufffd" not in text
    )
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    short = 1
    while short < 4 and len(lines[short]) < 45 and "。" not in lines[short]:
        short += 1
    rest = [(line, len(line) < 28 and "。" not in line) for line in lines[short:]]
    byline = " ".join(lines[1:short])
    return Text(lines[0], byline, tuple(rest))


def texts(seed: int) -> Iterator[Text]:
    """Yield articles without end: of the demo corpus lengthened by the grammar's, in another order a seed."""
    shuffled = sorted(NEWS.glob("*.txt"))
    shuffled = [path for path in shuffled if "-hk" not in path.name]
    chance = random.Random(seed)
    chance.shuffle(shuffled)
    made = cases(10_000, start=seed * 100, measures=12)
    while True:
        for path in shuffled:
            news = read_news(path)
            more: list[tuple[str, bool]] = []
            for number in range(3):
                title, *body = next(made).article.text.split("\n")
                more += [
                    ("一二三"[number] + "、" + title.split("：")[-1], True),
                    *((line, False) for line in body),
                ]
            yield Text(news.title, news.byline, (*news.paragraphs, *more))


def lay_out(style: Style, seed: int) -> tuple[str, Truth]:
    """Return a document in a style as HTML, and its truth."""
    source = texts(seed)
    sizes = (style.characters, style.beside or style.characters)
    chosen = [next(source).cut(sizes[number % 2]) for number in range(style.articles)]
    truth = Truth([text.lines() for text in chosen])
    parts = [_article(style, text, truth, number) for number, text in enumerate(chosen)]
    body = {"flow": _new_pages, "stacked": _stack, "side": _beside, "briefs": _briefs}[style.form](
        style, parts
    )
    return _document(style, truth, body), truth


def _document(style: Style, truth: Truth, body: str) -> str:
    head, number = style.heads
    rules = ""
    if head:
        truth.furniture.append(style.head)
        rules += f'@{head} {{ content: "{style.head}"; font: 8pt "Noto Sans CJK SC"; }}'
    if number:
        rules += f'@{number} {{ content: {style.number}; font: 8pt "Noto Sans CJK SC"; }}'
    named = {name: getattr(style, name) for name in style.__slots__}
    return _PAGE.format(**named | {"body": body, "furniture": rules, "picture": style.picture or "0"})


def _article(style: Style, text: Text, truth: Truth, number: int) -> tuple[str, str]:
    """Return head and body of an article as HTML."""
    over = '<p class="over">产业工人队伍建设改革进行时</p>' if style.over else ""
    if over:
        truth.articles[number].insert(0, "产业工人队伍建设改革进行时")
    byline = f'<p class="by">{text.byline}</p>' if text.byline else ""
    body = [f"<h2>{line}</h2>" if heading else f"<p>{line}</p>" for line, heading in text.paragraphs]
    for at, piece in _extras(style, truth, number, len(body)):
        body.insert(at, piece)
    return f"{over}<h1>{text.title}</h1>{byline}", "".join(body)


def _extras(style: Style, truth: Truth, number: int, count: int) -> list[tuple[int, str]]:
    extras: list[tuple[int, str]] = []
    if style.box and number % 2 == 0:
        lines = [text for text, _ in next(texts(70 + number)).paragraphs[:2]]
        title = ("相关链接", "记者手记", "数说", "名词解释")[number % 4]
        truth.boxes.append([title, *lines])
        kind = "across" if style.box == "across-photo" else style.box
        inner = "".join(f"<p>{line}</p>" for line in lines)
        extras.append((max(count // 2, 1), f'<aside class="{kind}"><b>{title}</b>{inner}</aside>'))
    if style.picture:
        caption = ("图为夜校学员在实训室练习接线。（本报通讯员 摄）", "技师在车间里向徒弟讲解图纸。 资料图片",
                   "图为职工代表在食堂查看进货台账。")[number % 3]  # fmt: skip
        truth.captions.append(caption)
        across = ' class="across"' if style.box == "across-photo" else ""
        extras.append(
            (1, f'<figure{across}><img src="{_photo(number)}"><figcaption>{caption}</figcaption></figure>')
        )
    return sorted(extras, reverse=True)


def _photo(seed: int) -> str:
    """Return a picture of soft stains as a data address."""
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    small = Image.new("RGB", (12, 8))
    small.putdata([tuple(chance.randrange(30, 200) for _ in range(3)) for _ in range(96)])
    photo = small.resize((480, 320), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    data = io.BytesIO()
    photo.save(data, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(data.getvalue()).decode()


def _columns(style: Style, body: str, count: int | None = None) -> str:
    return f'<div class="columns" style="column-count: {count or style.columns}">{body}</div>'


def _new_pages(style: Style, parts: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<section style="break-before: page">{head}{_columns(style, body)}</section>' for head, body in parts
    )


def _stack(style: Style, parts: Sequence[tuple[str, str]]) -> str:
    return "<hr>".join(
        f'<section style="break-inside: avoid">{head}{_columns(style, body)}</section>'
        for head, body in parts
    )


def _briefs(style: Style, parts: Sequence[tuple[str, str]]) -> str:
    return _columns(style, "".join(head + body for head, body in parts))


def _beside(style: Style, parts: Sequence[tuple[str, str]]) -> str:
    """Set two articles side by side on each page: one over all columns but one, one in the last."""
    pages = []
    for (head, body), (other_head, other_body) in zip(parts[::2], parts[1::2], strict=True):
        wide = style.columns - 1
        left = f'<div style="flex: {wide} 1 0">{head}{_columns(style, body, wide)}</div>'
        right = f'<div style="flex: 1 1 0; font-size: 1em">{other_head}{other_body}</div>'
        pages.append(f'<section class="side" style="break-before: page">{left}{right}</section>')
    return "".join(pages)


def print_pdf(chromium: str, html: str, target: Path) -> None:
    """Print a page as a PDF with headless Chromium.

    Raises:
        subprocess.CalledProcessError: Chromium failed.
    """
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "page.html"
        source.write_text(html, encoding="utf-8")
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={name}/profile", f"--print-to-pdf={target}", "--no-pdf-header-footer",
            source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def draw_pages(pdf: Path, dpi: int) -> int:
    """Write the pages of a PDF as one picture file beside it and return how many there are."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        first, *rest = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    target = pdf.with_suffix(".tiff")
    first.save(target, save_all=True, append_images=rest, dpi=(dpi, dpi), compression="tiff_deflate")
    return 1 + len(rest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--style", action="append", help="only this style")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for seed, style in enumerate(STYLES):
        if chosen.style and style.name not in chosen.style:
            continue
        html, truth = lay_out(style, seed)
        (folder / f"{style.name}.html").write_text(html, encoding="utf-8")
        print_pdf(chosen.chromium, html, folder / f"{style.name}.pdf")
        kept = {name: getattr(truth, name) for name in truth.__slots__}
        (folder / f"{style.name}.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        pages = draw_pages(folder / f"{style.name}.pdf", chosen.dpi)
        count += pages
        print(f"{style.name}: {pages} pages, {len(truth.articles)} articles")
    print(f"{count} pages")


if __name__ == "__main__":
    main()
