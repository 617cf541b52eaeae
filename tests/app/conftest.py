"""A small folder of articles of our own, a graph made of it, and a way to run the command as a user does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from pipeline.app.cli import tashan
from pipeline.data import data_path
from tests.patience import PATIENCE

ARTICLES = {
    "mentor.txt": (
        "朔屏：师带徒带出技术骨干\n\n"
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
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in ARTICLES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def run():
    """Return a function that runs `tashan` in this process and gives click's result."""

    def invoke(*arguments: object):
        return CliRunner().invoke(tashan, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def command():
    """Return a function that runs `tashan` as a process of its own, as a shell would."""

    def invoke(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", "from pipeline.app.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            words,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
            timeout=PATIENCE,
            check=False,
        )

    return invoke


@pytest.fixture
def db(folder: Path, run, tmp_path: Path) -> Path:
    path = tmp_path / "cases.db"
    assert run("ingest", folder, "--db", path).exit_code == 0
    return path


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory, worker_id: str) -> Path:
    """Return the graph of the demo corpus, made once for all processes that run tests: no test changes it."""
    place = tmp_path_factory.getbasetemp()
    path = (place if worker_id == "master" else place.parent) / "demo.db"
    with FileLock(path.with_suffix(".made")):
        if not path.exists():
            draft = place / "draft.db"
            words = ["ingest", str(data_path("corpus/demo")), "--db", str(draft)]
            result = CliRunner().invoke(tashan, words)
            assert result.exit_code == 0, result.output
            draft.replace(path)
    return path
