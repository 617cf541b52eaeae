"""A small library on disk, made once, and clients that ask it as a browser would."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kg
from pipeline.app.web import WebOptions, make_app
from pipeline.run import run_file

HOSTILE_NAME = '"><img src=x onerror=alert(1)>.txt'
TEXTS = {
    "mentor.txt": (
        "朔屏：师带徒带出技术骨干\n来源：朔屏日报 2024-03-02\n\n"
        "今年以来，朔屏市总工会推行“师带徒”制度，为412名新入职职工配备师傅，签订师徒协议380份。"
        "朔屏华岭机床有限公司每月给师傅发放300元带徒津贴，徒弟技能等级晋升率达到86.5%。\n"
    ),
    "canteen.txt": (
        "砚湖园区办起职工食堂\n\n"
        "砚湖产业园针对职工吃饭难，建成共享职工食堂6个，每天供餐近5000人次，职工满意度由71%提高到95%。"
        "园区工会联合会每季度召开伙食评议会，把饭菜价格写进集体合同。\n"
    ),
    "library.txt": (
        "澜川把书屋建到车间\n\n澜川集团工会在车间建成职工书屋12家，藏书3万余册，开展读书分享活动百余场次。\n"
    ),
    HOSTILE_NAME: (
        '<script>alert("x")</script>朔屏工会办班\n\n'
        "2023年，朔屏市总工会举办技能培训班12期，培训<b onclick=alert(2)>1200</b>人次，职工参与率达到93%。\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def library_path(tmp_path_factory, nlp) -> Path:
    """Return the graph of these texts."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    path = folder / "library.db"
    with closing(kg.open_graph(path, write=True)) as db:
        run_id = kg.start_run(db, extractor="hand")
        for file in sorted((folder / "texts").iterdir()):
            result = run_file(file, nlp)
            kg.add(db, result.source, result.cases, extractor="hand")
        kg.record_failure(db, "broken.pdf", "read", "no text", run_id=run_id)
        kg.finish_run(db, run_id, {"files": 5, "articles": 4, "failures": 1})
    return path


@pytest.fixture(scope="session")
def ids(library_path: Path) -> dict[str, str]:
    """Return the id of each case by the name of its file."""
    with closing(kg.open_graph(library_path)) as db:
        rows = kg.list_cases(db, limit=100).rows
    return {row["path"].rpartition("/")[2]: row["case_id"] for row in rows}


@pytest.fixture(scope="session")
def serving(library_path: Path):
    """Return a function that makes a client of an application with some options."""

    def made(**options: object) -> TestClient:
        chosen = {"db_path": library_path, "hosts": ("testserver",)} | options
        return TestClient(make_app(WebOptions(**chosen)), raise_server_exceptions=False)

    return made


@pytest.fixture(scope="session")
def client(serving):
    """Return a client of the library, as its owner at this machine has it."""
    with serving() as made:
        yield made


@pytest.fixture
def path(library_path, tmp_path) -> Path:
    """Return the path of a copy of the library that nobody else writes."""
    return shutil.copy(library_path, tmp_path / "own.db")


@pytest.fixture
def own(path, serving):
    """Return a client of a copy that may be changed."""
    with serving(db_path=path) as made:
        yield made
