"""A tray beside a library that is still empty."""

import io
from contextlib import closing

import pytest

import kg
from pipeline.app.uploads import Tray

ARTICLE = (
    "朔屏：师带徒带出技术骨干\n\n今年以来，朔屏市总工会推行“师带徒”制度，为{number}名新入职职工配备师傅，"
    "签订师徒协议380份，徒弟技能等级晋升率达到86.5%。\n"
)  # fmt: skip


@pytest.fixture
def tray(tmp_path) -> Tray:
    path = tmp_path / "cases.db"
    kg.open_graph(path, write=True).close()
    return Tray(path)


@pytest.fixture
def send(tray):
    """Return a function that sends a file, with an article if nothing else is given."""

    def sent(name: str, content: bytes | None = None, *, number: int = 412):
        content = ARTICLE.format(number=number).encode() if content is None else content
        return tray.take(name, io.BytesIO(content), person="林望舒")

    return sent


@pytest.fixture
def stored(tray):
    """Return a function that gives the paths of the documents of the library, once it is found sound."""

    def paths() -> list[str]:
        with closing(kg.open_graph(tray.db_path)) as db:
            assert list(kg.check(db)) == []
            return list(kg.document_paths(db))

    return paths
