"""The file that a board decides on, for download behind its link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from clusterprocess.domain.errors import NotFoundError
from clusterprocess.usecases.board_by_link import board_file
from clusterprocess.usecases.personal_links import guest, link_of_token

if TYPE_CHECKING:
    from clusterprocess.web.guests.pages import GuestPages

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BoardFile:
    """The route of the file."""

    def __init__(self, pages: GuestPages) -> None:
        self._pages = pages

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route(
            "/a/{link}/datei", self.download, methods=["GET", "HEAD"], response_model=None, include_in_schema=False
        )

    def download(self, request: Request, link: str) -> Response:
        """Exactly the bytes whose hash the page names."""
        try:
            found, token = self._pages.known(request, link, "datei")
            name, content = self._pages.app.run(guest(found), lambda work: board_file(work, link_of_token(work, token)))
        except NotFoundError:
            return self._pages.gone()
        plain = name.encode("ascii", "replace").decode().replace("?", "_")
        told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Response(content, media_type=DOCX, headers={"content-disposition": told})
