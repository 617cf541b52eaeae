"""An uploaded file: what is known of it, what came of reading it, and a name that can do no harm."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Literal, get_args

from kg.errors import TashanError
from pipeline.read.files import MEDIA_TYPES
from pipeline.report import Failure, Result

# `partial`: some of what lies inside a file, as in an archive, could not be read.
State = Literal["waiting", "reading", "stored", "partial", "failed"]
STATES: tuple[State, ...] = get_args(State)
_LONGEST = 120  # characters of a name
_KINDS = ("entities", "indicators", "measures", "relations")


class UnknownUpload(TashanError, LookupError):
    """No upload has this id."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"no upload has the id {upload_id!r}")
        self.upload_id = upload_id


class UploadBusy(TashanError):
    """An upload that is being read, and cannot be changed until that has ended."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"{upload_id} is being read just now")
        self.upload_id = upload_id


class TrayFull(TashanError):
    """No room for one more file: `reason` says of what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of reading a file: what is stored of it by kind, repairs by code, its cases, and failures."""

    state: State
    counts: Mapping[str, int]
    warnings: Mapping[str, int]
    cases: tuple[Mapping[str, Any], ...]
    failures: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sent; `upload_id` is made of its content and the ending of its name."""

    upload_id: str
    name: str
    size: int
    sha256: str
    person: str
    received: str
    state: State
    started: str | None
    ended: str | None
    tries: int
    counts: Mapping[str, int]
    warnings: Mapping[str, int]
    cases: tuple[Mapping[str, Any], ...]
    failures: tuple[Mapping[str, str], ...]

    @property
    def path(self) -> str:
        """The path of its document in the library."""
        return f"upload:{self.upload_id}/{self.name}"

    def to_record(self) -> dict[str, Any]:
        """Return the upload's JSON object."""
        return asdict(self) | {"path": self.path}


def outcome_of(result: Result, failures: Iterable[Failure]) -> Outcome:
    """Return what came of a file that was read, and of storing it: `failures` are all that there were."""
    failures = tuple(failures)
    whole = result.source is not None and not any(failure.step == "store" for failure in failures)
    cases = result.cases if whole else ()
    counts = {kind: sum(len(getattr(case, kind)) for case in cases) for kind in _KINDS}
    told = tuple({"case_id": case.article.id, "title": case.article.title} for case in cases)
    return Outcome(
        state="failed" if failures and not cases else "partial" if failures else "stored",
        counts={"articles": len(cases)} | counts,
        warnings=dict(Counter(notice.code for case in cases for notice in case.article.notices)),
        cases=tuple({case["case_id"]: case for case in told}.values()),
        failures=tuple(asdict(failure) for failure in failures),
    )


def refused(path: str, reason: str) -> Outcome:
    """Return the outcome of a file that could not be read at all."""
    failure = {"path": path, "step": "read", "reason": reason}
    return Outcome(state="failed", counts={}, warnings={}, cases=(), failures=(failure,))


def harmless(name: str) -> str:
    r"""Return a file's name without folders, without what cannot be seen, and not too long.

    >>> harmless("../../etc/年报.docx"), harmless("C:\\a\\b.txt"), harmless("\u202etxt.exe\0"), harmless("/")
    ('年报.docx', 'b.txt', 'txt.exe', 'file')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in last if unicodedata.category(one)[0] not in "CZ" or one == " ").strip()
    ending = ending_of(seen) if len(seen) > _LONGEST else ""
    told = seen[: _LONGEST - len(ending)] + ending
    return "file" if told.strip(".") == "" else told


def ending_of(name: str) -> str:
    """Return the ending by which a file's reader is chosen; none of a file that has no reader.

    >>> [ending_of(name) for name in ("A.DOCX", "a.txt.gz", "a.tar.gz", "a.exe", ".txt")]
    ['.docx', '.txt.gz', '.tar.gz', '', '']
    """
    endings = [ending.lower() for ending in PurePosixPath(name).suffixes[-2:]]
    if not endings or endings[-1] not in MEDIA_TYPES:
        return ""
    packed = endings[-1] == ".gz" and endings[0] in MEDIA_TYPES
    return "".join(endings) if packed else endings[-1]
