"""The clerk: a process that reads the uploads of a library until none waits, as `tashan ingest` reads files.

It is a process apart from the server, so that pages answer while it works. It ends with whoever started it,
and a file that it was reading waits again.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from pipeline.app.making import results
from pipeline.app.settings import Settings, extractor
from pipeline.app.storing import alone, group_editions, store
from pipeline.app.uploads.tray import Tray
from pipeline.app.uploads.values import Upload, outcome_of
from pipeline.engines import yield_to_others
from pipeline.read.refusal import shown
from pipeline.report import Report


def command(db_path: Path, settings: Settings) -> list[str]:
    """Return the words that start a clerk, which lives as long as its standard input stays open."""
    told: dict[str, Any] = {
        "segmenter": settings.segmenter, "workers": settings.workers,
        "file_seconds": settings.file_seconds, "file_memory": settings.file_memory,
        "repair": settings.repair,
    }  # fmt: skip
    # Not from the folder that the server was started in: packages of the same name may lie there.
    return [sys.executable, "-P", "-m", "pipeline.app.uploads.clerk", str(db_path), json.dumps(told)]


def read_waiting(tray: Tray, settings: Settings) -> None:
    """Read every upload that waits, until none does; where another clerk is at work, nothing is done."""
    from filelock import FileLock, Timeout

    lock = FileLock(tray.folder / "clerk.lock")
    with suppress(Timeout), lock.acquire(timeout=0):
        tray.put_back(killed=True)
        while tray.tally().get("waiting"):
            try:
                _read_some(tray, settings)
            except BaseException:  # told to end, or the disk is full: not the file's fault
                tray.put_back(killed=False)
                raise


def _read_some(tray: Tray, settings: Settings) -> None:
    """Read all uploads that wait now or come meanwhile, in one run of the library."""
    import kg

    report, under_way = Report(), dict[str, Upload]()
    try:
        with closing(kg.open_graph(tray.db_path, write=True)) as db, alone(tray.db_path, tray.hold):
            run_id = kg.start_run(db, extractor=extractor(repair=settings.repair))
            for result in results(_claimed(tray, under_way), settings):
                upload = under_way.pop(result.path)
                moved = result.moved(result.path, upload.path)
                report.counts["files"] += 1
                failures = store(db, moved, report, run_id, extractor(repair=settings.repair))
                tray.finish(upload.upload_id, outcome_of(moved, failures))
            group_editions(db, report)
            kg.finish_run(db, run_id, report.counts)
    finally:
        tray.hold(False)


def _claimed(tray: Tray, under_way: dict[str, Upload]) -> Iterator[Path]:
    while upload := tray.claim():
        file = tray.file_of(upload)
        under_way[shown(file)] = upload
        yield file


def main() -> None:
    """Read the uploads of the library that the arguments name."""
    db_path, settings = Path(sys.argv[1]), Settings(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    yield_to_others()
    read_waiting(Tray(db_path), settings)


def _end(number: int, frame: object) -> None:  # noqa: ARG001
    raise SystemExit(0)


def _end_with_parent() -> None:
    """End this process when the pipe from the one that started it closes, however that one ended."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
