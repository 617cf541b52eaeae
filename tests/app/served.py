"""A library served by a process of its own, at a port that the system chose."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.patience import until

COMMAND = [sys.executable, "-c", "from pipeline.app.cli import main; main()", "serve", "--port", "0"]


@contextmanager
def served(path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve a library and give the process and its address, once it listens; it may complain of nothing."""
    with NamedTemporaryFile() as log:
        with subprocess.Popen([*COMMAND, "--db", path], stderr=log) as process:
            try:
                yield process, address_of(process, Path(log.name))
            finally:
                process.terminate()
        said = Path(log.name).read_text("utf-8").splitlines()
        assert len(said) == 1, "\n".join(said)


def address_of(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address at which a server says that it listens."""

    def found() -> list[str]:
        assert process.poll() is None, log.read_text("utf-8")
        return re.findall(r"(http://[\d.]+:\d+)/", log.read_text("utf-8"))

    until(found)
    return found()[0]
