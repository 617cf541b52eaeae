"""Reads mails (.eml) with what is attached to them, and pages saved with their pictures (.mhtml)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email import message_from_bytes, policy
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import cast

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.addresses import mail_address
from pipeline.read.plain import read_plain
from pipeline.read.refusal import refusing
from pipeline.read.room import Room
from pipeline.read.web import read_web
from pipeline.report import Failure

_PARSER = HeaderRegistry()
_POSTMARK = re.compile(rb"^From [^\r\n]{0,500}\r?$", re.MULTILINE)  # of a mailbox: a mail begins
_QUOTED = re.compile(rb"^>From ", re.MULTILINE)
_LONGEST_HEADER = 3_000  # characters: a name of 255 Chinese characters, as it is escaped, has 2,300


def read_mail(source: Source, data: bytes) -> Iterator[Document | tuple[str, bytes] | Failure]:
    """Yield the text of a mail under its subject, then name and bytes of each attachment.

    Raises:
        UnreadableFile: no mail.
    """
    with refusing(source.path, "not a whole mail"):
        mail = _parse(data)
        if not mail.keys():
            raise UnreadableFile(source.path, "not a mail")
        body = mail.get_body(("html", "plain"))
        attached = [
            (part.get_filename() or f"{number}.eml", part)
            for number, part in enumerate(mail.iter_attachments(), 1)
        ]
        document = _text(source, body) if body is not None else None
    if document is not None:
        subject = " ".join(_header(mail, "subject").split())
        again = not subject or " ".join(document.text.split("\n", 1)[0].split()) == subject
        text = document.text if again else f"{subject}\n\n{document.text}"
        address = mail_address(_header(mail, "archived-at"), _header(mail, "message-id"))
        title = subject or document.title
        yield Document(source, text, title, published=_day(mail), address=address)
    for name, part in attached:
        with refusing(f"{source.path}!/{name}", "cannot be unpacked"):
            yield name, _bytes(part)


def read_mailbox(source: Source, data: bytes, room: Room) -> Iterator[tuple[str, bytes]]:
    """Yield a name and the bytes of each mail of a mailbox (.mbox, RFC 4155), counted against the limits.

    Raises:
        UnreadableFile: no mailbox, or beyond a limit.
    """
    starts = [match.start() for match in _POSTMARK.finditer(data)]
    if not starts or starts[0] != 0:
        raise UnreadableFile(source.path, "not a mailbox")
    for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1):
        own = _QUOTED.sub(b"From ", data[start:end].partition(b"\n")[2])
        room.take(source.path)
        room.grow(source.path, len(own))
        yield f"{number}.eml", own


def read_saved_page(source: Source, data: bytes) -> Document:
    """Read a page that a browser saved as one file, as `read_web` does.

    Raises:
        UnreadableFile: no such file, or no page in it.
    """
    with refusing(source.path, "not a whole saved page"):
        whole = _parse(data)
        page = next((part for part in whole.walk() if part.get_content_type() == "text/html"), None)
        found = _bytes(page) if page is not None else b""
        saved = _header(page, "content-location") if page is not None else ""
        saved = saved or _header(whole, "snapshot-content-location")
    if not found:
        raise UnreadableFile(source.path, "no page in it")
    return read_web(source, found, saved=saved)


def _parse(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default.clone(header_factory=_parse_header))


def _parse_header(name: str, value: str) -> BaseHeader:
    """Return a header, cut to a length: the time of its parser grows with the square of it."""
    return _PARSER(name, value[:_LONGEST_HEADER])


def _text(source: Source, part: MIMEPart) -> Document | None:
    data: bytes = _bytes(part)
    if not data.strip():
        return None
    if part.get_content_type() == "text/html":
        return read_web(source, data)
    return read_plain(source, data)


def _bytes(part: MIMEPart) -> bytes:
    """Return the content of a part: text as UTF-8, a mail within the mail as it is."""
    if part.get_content_type() == "message/rfc822":
        return cast("EmailMessage", part.get_content()).as_bytes()
    raw = cast("bytes | None", part.get_payload(decode=True))
    try:
        if raw is not None and not part.get_content_charset() and not raw.isascii():
            return raw
        content = part.get_content()
    except LookupError:  # a code page that no one names or knows: what the bytes are, their reader will see
        return raw or b""
    return content.encode("utf-8", "replace") if isinstance(content, str) else bytes(content)


def _day(mail: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(mail, "date")).date()
    except (ValueError, OverflowError):
        return None


def _header(mail: Message, name: str) -> str:
    """Return what a header says, or nothing: a damaged one raises anything, and does not cost the mail."""
    with suppress(Exception):
        return str(mail[name] or "")
    return ""
