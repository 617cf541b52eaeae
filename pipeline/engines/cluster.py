"""Many machines: partitions of files go to the workers of Dask, which write them as Parquet, part by part.

The partition of a worker that is lost, with its machine or by a file that kills it, goes to another. One that
kills every worker is read file by file, so that only the file that does so is left out.
"""

import faulthandler
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.engines.limits import Limits, cores
from pipeline.engines.parts import (
    Done,
    Partition,
    is_written,
    of_pages,
    read_place,
    read_places,
    write_part,
    written,
)
from pipeline.engines.worker import is_prepared, prepare, work, work_together
from pipeline.report import Failure, Result

if TYPE_CHECKING:
    from distributed import Client, Future

    from pipeline.nlp import Segmenter

_AHEAD = 3
_LOST = "ended every worker that read it: it crashes, takes too long or needs too much memory"


@dataclass(frozen=True, slots=True)
class Job:
    """What the workers do with a partition: `folder`, a path or URL that all reach, takes the parts."""

    folder: str
    extractor: str
    segmenter: "Segmenter" = "rjieba"
    limits: Limits = field(default_factory=Limits)
    repair: bool = True


def run_on_cluster(
    partitions: Iterable[Partition], job: Job, *, address: str | None = None, workers: int | None = None
) -> Iterator[Done]:
    """Yield what became of each partition as it ends; parts that are there already are not read again.

    `address` is that of a running scheduler; without one, `workers` processes of this machine (as many as
    cores) are the cluster.
    """
    with _connected(address, workers) as client:
        slots = max(1, len(cast("dict[str, int]", client.nthreads())))
        loose = list[str]()
        for done in _run(client, iter(partitions), job, slots * _AHEAD):
            loose += done.loose
            yield done
        yield from _run(client, of_pages(loose), job, slots * _AHEAD)


def extract_part(partition: Partition, job: Job, *, alone: bool = False) -> Done:
    """Read the files of a partition, each `alone`, and write its part; this runs on a worker.

    Files of one newspaper are else read together; what fails then keeps what it gives alone.
    """
    lost = {failure.path: Result(failure.path, failure=failure) for failure in partition.lost}
    joined = {} if alone or not partition.together else _read_together(partition.files, job)
    found = (lost.get(place) or joined.get(place) or read_one(place, job) for place in partition.files)
    return write_part(job.folder, partition, found, job.extractor)


def _read_together(places: tuple[str, ...], job: Job) -> dict[str, Result]:
    """Return the results of files among which articles go on, those that fail left out."""
    if len(places) > 1:
        with _guarded(job, len(places)), suppress(Exception):  # of any file system; each is then read alone
            return {one.path: one for one in read_places(places, work_together) if not one.failure}
    return {}


def read_one(place: str, job: Job) -> Result:
    """Return the result of one file; a worker that it holds up for too long ends itself."""
    with _guarded(job, 1):
        return read_place(place, work)


@contextmanager
def _guarded(job: Job, files: int) -> Iterator[None]:
    """Make the worker ready, and let it end itself where so many files hold it up for too long."""
    if not is_prepared():
        prepare(job.segmenter, job.limits, job.repair, in_main_thread=False)
    # By a thread of C, that no parser holding the interpreter can stop.
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(job.limits.seconds * files, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _run(client: "Client", partitions: Iterator[Partition], job: Job, most: int) -> Iterator[Done]:
    from distributed import as_completed

    asked: dict[Future[Done], Partition] = {}
    under_way = as_completed()
    for partition in islice(partitions, most):
        yield from _ask(client, partition, job, asked, under_way.add)
    for future in under_way:
        yield _ended(client, future, asked.pop(future), job)
        for partition in islice(partitions, 1):
            yield from _ask(client, partition, job, asked, under_way.add)


def _ask(
    client: "Client", partition: Partition, job: Job, asked: "dict[Future[Done], Partition]",
    add: "Callable[[Future[Done]], None]",
) -> Iterator[Done]:  # fmt: skip
    if is_written(job.folder, partition):
        yield written(job.folder, partition)
    else:
        future = client.submit(extract_part, partition, job, pure=False)
        asked[future] = partition
        add(future)


def _ended(client: "Client", future: "Future[Done]", partition: Partition, job: Job) -> Done:
    from distributed import KilledWorker

    try:
        done: Done = future.result()
    except KilledWorker:
        known = {failure.path for failure in partition.lost}
        lost = tuple(
            Failure(place, "read", _LOST)
            for place in partition.files
            if place not in known and _kills(client, place, job)
        )
        again = replace(partition, lost=(*partition.lost, *lost))
        done = client.submit(extract_part, again, job, alone=True, pure=False).result()
    return done


def _kills(client: "Client", place: str, job: Job) -> bool:
    """Tell whether a file ends every worker that reads it."""
    from distributed import KilledWorker

    try:
        client.submit(read_one, place, job, pure=False).result()
    except KilledWorker:
        return True
    return False


@contextmanager
def _connected(address: str | None, workers: int | None) -> "Iterator[Client]":
    from dask import config
    from distributed import Client, LocalCluster

    if address is not None:
        with Client(address) as client:
            yield client
        return
    quiet = {
        "distributed.scheduler.allowed-failures": 2,
        "distributed.admin.large-graph-warning-threshold": "1GB",
    }
    with (
        config.set(quiet),
        LocalCluster(
            n_workers=workers or cores(), threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
