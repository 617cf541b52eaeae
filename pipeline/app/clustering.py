"""Many machines: the options and the work of `extract --engine dask`, and `load` for what it wrote."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import click

from pipeline.app.settings import Settings, extractor
from pipeline.report import Report


class Place(click.ParamType):  # type: ignore[type-arg]  # generic only in click's stubs
    """A path, or a URL of a shared file system or object store, which stays a string."""

    name = "path"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        """Return a `Path`, or the URL as it is."""
        del param, ctx
        return value if "://" in str(value) else Path(value)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where an extraction runs: the scheduler's address (a cluster of this machine's own, if None)."""

    address: str | None
    files_a_part: int


_OPTIONS = (
    click.option(
        "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
        help="dask reads on many machines (needs tashan[cluster]) and writes Parquet.",
    ),
    click.option("--address", help="Of a running Dask scheduler (tcp://…); none starts workers here."),
    click.option(
        "--files-a-part", type=click.IntRange(min=1), default=200, show_default=True,
        help="How many files one task of the cluster reads and one part of its Parquet holds.",
    ),
)  # fmt: skip


def cluster_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a cluster, which it gets as one argument `cluster`, None without one."""

    @wraps(command)
    def with_cluster(*, engine: str, address: str | None, files_a_part: int, **arguments: object) -> None:
        if engine == "local" and address is not None:
            raise click.UsageError("--address goes with --engine dask")
        command(**arguments, cluster=Cluster(address, files_a_part) if engine == "dask" else None)

    for option in reversed(_OPTIONS):
        with_cluster = option(with_cluster)
    return with_cluster


def extract_on_cluster(
    places: Iterable[Path | str],
    folder: Path | str | None,
    cluster: Cluster,
    settings: Settings,
    report: Report,
) -> None:
    """Read all files under `places` by the workers of a cluster, and write Parquet below `folder`."""
    from pipeline.engines.cluster import Job, run_on_cluster
    from pipeline.engines.limits import Limits
    from pipeline.engines.parts import partitions

    if folder is None:
        raise click.UsageError("--engine dask writes a folder of Parquet: name it with --output")
    job = Job(
        str(folder), extractor(repair=settings.repair), settings.segmenter,
        Limits(settings.file_seconds, settings.file_memory), settings.repair,
    )  # fmt: skip
    parts = partitions(places, cluster.files_a_part)
    for done in run_on_cluster(parts, job, address=cluster.address, workers=settings.workers or None):
        done.add_to(report)
