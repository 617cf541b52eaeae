"""What every view takes from the application: the library, the drafts, and who may enter."""

from typing import Annotated

from fastapi import Depends, Request

from pipeline.app.web.drafts import Drafts
from pipeline.app.web.library import Library
from pipeline.app.web.safety import Access


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _drafts(request: Request) -> Drafts:
    drafts: Drafts = request.app.state.drafts
    return drafts


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


TheLibrary = Annotated[Library, Depends(_library)]
TheDrafts = Annotated[Drafts, Depends(_drafts)]
TheAccess = Annotated[Access, Depends(_access)]
