"""Files dropped to find similar cases: read in a process of their own, kept as text for a while."""

import tempfile
import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import BoundedSemaphore, Lock

from kg.errors import UnreadableFile

_KEPT = 200
_LASTING = 12 * 3600.0  # seconds
_LONGEST = 20_000  # characters that are compared
_SECONDS = 30.0
_MEGABYTES = 1500
_AT_ONCE = BoundedSemaphore(2)  # each reading is a process


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a dropped file; `id` is a hash of the text."""

    id: str
    name: str
    text: str


class Drafts:
    """The drafts that were dropped last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, Draft]] = OrderedDict()
        self._lock = Lock()

    def __getitem__(self, draft_id: str) -> Draft:
        """Return a draft.

        Raises:
            KeyError: it was dropped too long ago, or never.
        """
        with self._lock:
            self._forget()
            self._kept.move_to_end(draft_id)
            return self._kept[draft_id][1]

    def keep(self, name: str, text: str) -> Draft:
        """Keep a text for a while."""
        text = text[:_LONGEST]
        draft = Draft(sha256(text.encode("utf-8", "replace")).hexdigest()[:16], name[:200], text)
        with self._lock:
            self._kept[draft.id] = (time.monotonic(), draft)
            self._kept.move_to_end(draft.id)
            self._forget()
        return draft

    def _forget(self) -> None:
        """Forget what was dropped too long ago, and what is asked for least of too many."""
        first = time.monotonic() - _LASTING
        for draft_id in [own for own, (at, _) in self._kept.items() if at < first]:
            del self._kept[draft_id]
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def read_upload(name: str, content: bytes) -> str:
    """Return the text of a file, read by a process that ends with it if it crashes, hangs or swells.

    Only the ending of `name` is used; the file gets a name of our own.

    Raises:
        UnreadableFile: it gives no text.
    """
    from pebble import ProcessExpired, ProcessPool

    from pipeline.read.files import MEDIA_TYPES

    ending = next((ending for ending in MEDIA_TYPES if name.lower().endswith(ending)), "")
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="tashan-") as folder:
        path = Path(folder) / f"upload{ending}"
        path.write_bytes(content)
        with ProcessPool(max_workers=1, context=_context(), initializer=_bound) as pool:
            future = pool.schedule(text_of, (path,), timeout=_SECONDS)
            try:
                text, reason = future.result()
            except TimeoutError:
                raise UnreadableFile(name, f"took more than {_SECONDS:g} seconds") from None
            except (ProcessExpired, MemoryError):
                raise UnreadableFile(name, "ended the process that read it") from None
    if reason:
        raise UnreadableFile(name, reason)
    return str(text)


def text_of(path: Path) -> tuple[str, str]:
    """Return the repaired text of all articles of a file, and why it gives none, if it does not."""
    from pipeline.read import read
    from pipeline.repair import fix_characters
    from pipeline.split import split

    try:
        articles = [article for document in read(path) for article in split(fix_characters(document))]
    except UnreadableFile as error:
        return "", error.reason
    return "\n".join(article.text for article in articles), ""


def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipeline.read", "pipeline.repair", "pipeline.split"])
    return context


def _bound() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (_MEGABYTES * 1_000_000, _MEGABYTES * 1_000_000))
