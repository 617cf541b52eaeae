"""The error tree: every error that Tashan raises on purpose, with its data as attributes.

TashanError
├── UnreadableFile(path, reason)          a file that gives no text
├── UnknownCase(case_id)                  also a LookupError
├── UnknownEntity(entity_id)              also a LookupError
├── BadCursor(cursor)                     a cursor that no list gave
├── UnknownFormat(path, wanted)           an output ending that no writer knows
├── UnwritableFile(path, reason)          an output that cannot be written there; also an OSError
├── BadGold(path, reason)                 a gold file that cannot be scored against
├── BadEncoder(path, reason)              a folder without an encoder that can be used
├── LexiconError(name, line, reason)      a bad row of a lexicon table
├── BadRecord(reason)                     a JSON object that is no case
├── UnknownFact(fact, reason)             also a LookupError
├── UnknownJudgement(judgement_id)        also a LookupError
├── BadJudgement(reason)                  a judgement that cannot be made
│   └── Overtaken(judgement_id, person)   somebody else judged the fact meanwhile
├── BadSheet(path, reason)                a file that is no review file
├── BadPeriod(text)                       a period that is asked for and cannot be read
└── StoreError(path, reason)
    ├── NotATashanDatabase(path)
    ├── NewerSchema(path, found, known)   written by a newer Tashan
    ├── OlderSchema(path, found, known)   written by an older one, opened only for reading
    ├── ReadOnlyDatabase(path)
    └── DiskFailure(path, reason)         the disk is full, or cannot be written
"""

from pathlib import Path


class TashanError(Exception):
    """Anything that Tashan refuses or cannot do; its text is one line for a person."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return how another process makes it again: from its text and its data, not by calling its class."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[TashanError], told: tuple[object, ...]) -> TashanError:
    error = kind.__new__(kind, *told)
    error.args = told
    return error


class UnreadableFile(TashanError):
    """A file that gives no text: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class UnknownCase(TashanError, LookupError):
    """No case has this id."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"no case has the id {case_id!r}")
        self.case_id = case_id


class UnknownEntity(TashanError, LookupError):
    """No thing has this id."""

    def __init__(self, entity_id: str) -> None:
        super().__init__(f"no entity has the id {entity_id!r}")
        self.entity_id = entity_id


class BadCursor(TashanError, ValueError):
    """A cursor that no list gave."""

    def __init__(self, cursor: str) -> None:
        super().__init__(f"no list gave the cursor {cursor!r}")
        self.cursor = cursor


class UnknownFormat(TashanError, ValueError):
    """An output file whose ending no writer knows."""

    def __init__(self, path: Path | str, wanted: tuple[str, ...]) -> None:
        super().__init__(f"{path}: unknown ending, wanted one of {', '.join(wanted)}")
        self.path, self.wanted = str(path), wanted


class UnwritableFile(TashanError, OSError):
    """An output that cannot be written where it is wanted: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class BadGold(TashanError, ValueError):
    """A gold file that cannot be scored against: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class BadEncoder(TashanError):
    """A folder that holds no sentence encoder, or one that cannot be used here."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class LexiconError(TashanError, ValueError):
    """A bad row of a lexicon table."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"lexicon {name}, line {line}: {reason}")
        self.name, self.line, self.reason = name, line, reason


class BadRecord(TashanError, ValueError):
    """A JSON object that is no case: `reason` says what was wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not the record of a case: {reason}")
        self.reason = reason


class UnknownFact(TashanError, LookupError):
    """No fact has this id or this name: `reason` says what was looked for."""

    def __init__(self, fact: str, reason: str) -> None:
        super().__init__(f"{fact}: {reason}")
        self.fact, self.reason = fact, reason


class UnknownJudgement(TashanError, LookupError):
    """The log has no entry of this number."""

    def __init__(self, judgement_id: int) -> None:
        super().__init__(f"no judgement has the number {judgement_id}")
        self.judgement_id = judgement_id


class BadJudgement(TashanError, ValueError):
    """A judgement that cannot be made: `reason` says why in one clause."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Overtaken(BadJudgement):
    """Somebody judged the fact after the person had looked at it: by which entry of the log, who, and how."""

    def __init__(self, judgement_id: int, person: str, verdict: str) -> None:
        super().__init__(f"{person} judged it meanwhile: {verdict} (judgement {judgement_id})")
        self.judgement_id, self.person, self.verdict = judgement_id, person, verdict


class BadSheet(TashanError, ValueError):
    """A file that is no review file: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class BadPeriod(TashanError, ValueError):
    """A period that is asked for and cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r}: wanted a year, month or day (2023, 2023-06, 2023-06-30) or two with ..")
        self.text = text


class StoreError(TashanError):
    """A database that cannot be used: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class NotATashanDatabase(StoreError):
    """A file that is no SQLite database, or one of another program."""

    def __init__(self, path: Path | str, reason: str = "not a Tashan database") -> None:
        super().__init__(path, reason)


class NewerSchema(StoreError):
    """A database written by a newer Tashan."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(
            path, f"its schema is version {found}, this Tashan knows up to {known}: update Tashan"
        )
        self.found, self.known = found, known


class OlderSchema(StoreError):
    """A database written by an older Tashan, which only opening it for writing brings up to date."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(
            path, f"its schema is version {found}, wanted {known}: run `tashan ingest` on it once"
        )
        self.found, self.known = found, known


class ReadOnlyDatabase(StoreError):
    """A database that must be written and cannot be."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "the database is read-only")


class DiskFailure(StoreError):
    """The disk is full, or fails: nothing more can be stored, and what was stored before stays."""
