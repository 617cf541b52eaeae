"""Take pictures of every page of the demo library with a real Chromium, for docs/pages/ and the README.

    PYTHONPATH=. python scripts/screenshots.py [--output docs/pages] [--library DEMO.db] [--chromium PATH]

Without a library the demo corpus is read first. A picture has a palette of 256 colours and is a few dozen KB.
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

import kg

COMMAND = [sys.executable, "-c", "from pipeline.app.cli import main; main()"]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
PORT = 8642  # the same for every run, for it stands in the picture of the API
COLOURS, MOST = 256, 150_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("docs/pages"))
    parser.add_argument("--library", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tashan-") as folder:
        path = Path(folder) / "demo.db"
        if given.library:
            shutil.copy(given.library, path)
        else:
            subprocess.run([*COMMAND, "ingest", "corpus/demo", "--db", path], check=True)
        with served(path) as base, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=given.chromium, args=FLAGS)
            for name, address in pages(path).items():
                size = NARROW if name.startswith("narrow") else WIDE
                page = browser.new_page(base_url=base, viewport=size, locale="zh-CN")
                page.goto(address)
                prepare(page, name)
                keep(page.screenshot(), given.output / f"{name}.png")
                page.close()
            browser.close()


def pages(path: Path) -> dict[str, str]:
    """Return the address of each picture, by its name."""
    with closing(kg.open_graph(path)) as db:
        case = kg.similar(db, "师带徒 技能津贴", top=1)[0].case_id
        union = kg.list_entities(db, kind="union", limit=1).rows[0]["entity_id"]
    return {
        "search": "/", "hits": "/?q=师带徒 技能津贴", "practices": "/?q=年轻工人留不住&tab=practices",
        "case": f"/cases/{case}", "entity": f"/entities/{union}",
        "indicators": "/indicators?q=职工&unit=人&chart=place", "graph": f"/graph?open={union}",
        "overview": "/overview", "import": "/import", "review": "/review", "api": "/api/docs",
        "english": "/?q=师带徒 技能津贴&lang=en", "narrow": f"/cases/{case}",
    }  # fmt: skip


def prepare(page: Page, name: str) -> None:
    """Do on a page what its picture is to show."""
    if name == "case":
        page.locator(".body mark.number").first.hover()
    if name == "import":
        page.set_input_files("input[type=file]", sample())
        page.wait_for_selector(".upload.u-stored", timeout=60_000)
    page.wait_for_timeout(400)


def sample() -> list[str]:
    return [str(path) for path in sorted(Path("corpus/demo").rglob("*.docx"))[:2]]


@contextmanager
def served(path: Path) -> Iterator[str]:
    words = [*COMMAND, "serve", "--db", str(path), "--port", str(PORT)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{PORT}")
            yield f"http://127.0.0.1:{PORT}"
        finally:
            process.terminate()


def wait_for(base: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx2.get(base, timeout=10)
        except httpx2.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def keep(picture: bytes, path: Path) -> None:
    """Write a picture with a palette, small; the same picture gives the same file."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # By coverage, so that the few marks of each type keep their colours.
    small = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=5, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path} {size // 1000} KB")
    if size > MOST:
        raise SystemExit(f"{path} is too large")


if __name__ == "__main__":
    main()
