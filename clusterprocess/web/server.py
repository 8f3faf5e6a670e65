"""The web process: the console and the pages behind personal links, on this machine's own address; a proxy in front speaks TLS.

Started by the supervisor as ``python -m clusterprocess.web.server``. It never imports Prefect and writes no access log,
because the address of a mail holds a token.
"""

from __future__ import annotations

import gc
import sys

import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import configure_mappers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from clusterprocess.bootstrap import App, database_urls, embedded_server
from clusterprocess.config import Settings
from clusterprocess.web.guard import Guard
from clusterprocess.web.guests.pages import GuestPages
from clusterprocess.web.security import Limiter, Refused
from clusterprocess.web.staff.console import Console
from clusterprocess.web.templates import Templates, web_folder

ADDRESS = "127.0.0.1"
SMALLEST_COMPRESSED = 800
GRACE_SECONDS = 5


def web_app(app: App, by_address: Limiter | None = None, by_link: Limiter | None = None) -> FastAPI:
    """The pages on one wired program; limits of one's own are for measuring."""
    templates = Templates(web_folder(app.settings.templates_folder))
    pages = GuestPages(app, templates, by_address, by_link)
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    web.include_router(pages.router)
    console = Console(app, templates, by_address)
    web.router.routes.extend(console.routes)
    web.mount(templates.static, _Static(directory=templates.static_folder), name="static")

    def refused(_: Request, error: Exception) -> Response:
        if isinstance(error, Refused):
            return pages.short(error)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return pages.short(Refused(status, *_WORDS.get(status, _WORDS[400])))

    web.add_exception_handler(Refused, refused)
    web.add_exception_handler(HTTPException, refused)
    web.add_middleware(
        Guard, https=app.settings.link_url.startswith("https://"), short_page=pages.short, uploads=console.upload_paths
    )
    web.add_middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED)
    return web


_WORDS = {
    400: ("Nicht lesbar", "Diese Anfrage war nicht zu verstehen. Bitte öffnen Sie Ihren Link noch einmal."),
    404: ("Seite nicht gefunden", "Diese Seite gibt es nicht. Bitte öffnen Sie den Link aus Ihrer Nachricht."),
    405: ("So nicht möglich", "Diese Seite lässt sich so nicht aufrufen. Bitte öffnen Sie Ihren Link noch einmal."),
}


class _Static(StaticFiles):
    """Files whose address changes with their content: browsers keep them for a year."""

    def file_response(self, *args: object, **more: object) -> Response:
        answer = super().file_response(*args, **more)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def _settle_memory() -> None:
    """Take what lives as long as the process out of the garbage collection.

    Each full collection would walk some 280,000 objects of modules, mappers and templates and hold every request for
    170 ms, measured on the machine of the benchmark; without them it takes a few milliseconds.
    """
    configure_mappers()
    gc.collect()
    gc.freeze()


def main() -> int:
    """Serve until the supervisor ends it."""
    settings = Settings()
    app = App(settings, database_urls(settings, embedded_server(settings)))
    configuration = uvicorn.Config(
        web_app(app),
        host=ADDRESS,
        port=settings.web_port,
        access_log=False,
        log_config=None,
        proxy_headers=False,  # X-Forwarded-For counts only where the setting says so
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _settle_memory()
    try:
        uvicorn.Server(configuration).run()
    finally:
        app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
