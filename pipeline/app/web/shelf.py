"""What every view takes from the application: the library, who searches it, drafts, uploads, who may what."""

from typing import Annotated

from fastapi import Depends, Request

from pipeline.app.uploads import Tray
from pipeline.app.web.drafts import Drafts
from pipeline.app.web.library import Library
from pipeline.app.web.safety import Access, User, require
from pipeline.app.web.searchers import Searchers


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _searching(request: Request) -> Searchers | Library:
    searching: Searchers | Library = request.app.state.searching
    return searching


def _drafts(request: Request) -> Drafts:
    drafts: Drafts = request.app.state.drafts
    return drafts


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _tray(request: Request) -> Tray:
    tray: Tray = request.app.state.tray
    return tray


TheLibrary = Annotated[Library, Depends(_library)]
Searching = Annotated[Searchers | Library, Depends(_searching)]
TheDrafts = Annotated[Drafts, Depends(_drafts)]
TheAccess = Annotated[Access, Depends(_access)]
TheTray = Annotated[Tray, Depends(_tray)]
Reviewer = Annotated[User, Depends(require("reviewer"))]
