"""What stands before the page: who may come in, how often, and what a browser may do with it.

The page is not behind the keys of the service, as a browser has none. It has logins, or is for the
browsers of this machine alone, each a user of its own by a cookie that nobody can guess.
"""

import re
import secrets
import time
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import gradio as gr
from fastapi import FastAPI, Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..service import ServiceSettings
from .layout import CSS, THEME
from .page import Page
from .settings import PageSettings

PATH = "/page"
COOKIE = "assistant_browser"
LOGINS = parse("10/minute")
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}")
_HERE = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})
# Gradio could take and give files, and ask other servers; this page needs none of it.
_CLOSED = re.compile(r"/+(?:gradio_api/+)?(?:file|proxy|stream|component_server|call|mcp)\b")
_UPLOAD = re.compile(r"/+(?:gradio_api/+)?upload\b")
_HEADERS = {
    # No word of a model, and no picture in it, makes a browser ask anybody else.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "media-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
OFF = "the page needs logins in production: set PAGE_USERS=name:password"
ELSEWHERE = "without logins the page is for this machine alone: set PAGE_USERS=name:password"


def mounted(page: Page, settings: PageSettings, largest: int) -> FastAPI:
    """Return the page as an app of its own, at PATH; `largest` is in bytes, of a file."""
    users = settings.users
    app: FastAPI = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        page.on.blocks.queue(max_size=256, default_concurrency_limit=64, api_open=False),
        path=PATH,
        auth=[(name, word.get_secret_value()) for name, word in users.items()] or None,
        auth_dependency=None if users else browser_of,
        show_error=False,
        max_file_size=largest,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        theme=THEME,
        css=CSS,
        head='<link rel="icon" href="data:,">',
    )
    return app


def browser_of(request: Request) -> str | None:
    """Return who a browser without a login is."""
    browser = request.cookies.get(COOKIE, "")
    return f"browser {browser}" if _BROWSER.fullmatch(browser) else None


class Front:
    """The outermost middleware of a service with a page: requests go to the one or the other."""

    def __init__(
        self,
        app: ASGIApp,
        page: ASGIApp,
        settings: PageSettings,
        service: ServiceSettings,
        *,
        uploads: bool,
    ) -> None:
        self.app, self.page = app, page
        self._login, self._uploads = bool(settings.users), uploads
        self._off = not self._login and service.environment == "production"
        self._rate = parse(service.rate_limit)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == "/":
            await RedirectResponse(f"{PATH}/")(scope, receive, send)
        elif path == PATH or path.startswith(f"{PATH}/"):
            await self._paged(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _paged(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, path = Headers(scope=scope), scope["path"].removeprefix(PATH)
        refused = self._refused(scope["method"], path, headers, scope.get("client"))
        if refused:
            status, reason = refused
            await PlainTextResponse(reason, status)(scope, receive, send)
            return
        fresh = "" if self._login else _fresh(headers)
        if fresh:
            given = MutableHeaders(scope=scope)
            given["cookie"] = "; ".join(filter(None, (headers.get("cookie"), fresh)))

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    # What Gradio ships never changes under its name.
                    if name != "Cache-Control" or not path.startswith(("/assets", "/static")):
                        own[name] = value
                if fresh:
                    https = "; Secure" if scope["scheme"] == "https" else ""
                    year = 365 * 24 * 3600
                    own.append(
                        "set-cookie",
                        f"{fresh}; Path={PATH}; Max-Age={year}; HttpOnly; SameSite=Lax{https}",
                    )
            await send(message)

        await self.page(scope, receive, sealed)

    def _refused(
        self, method: str, path: str, headers: Headers, client: tuple[str, int] | None
    ) -> tuple[int, str] | None:
        """Why a request goes no further, if it does not."""
        host = urlsplit(f"//{headers.get('host', '')}")
        if self._off:
            return 404, OFF
        # A name that was pointed at this machine is a stranger's page in disguise.
        if not self._login and host.hostname not in _HERE:
            return 403, ELSEWHERE
        if _CLOSED.match(path) or (_UPLOAD.match(path) and not self._uploads):
            return 404, "there is nothing here"
        if method != "POST":
            return None
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc != host.netloc:
            return 403, "another site may not use this page"
        rate = LOGINS if path.startswith("/login") else self._rate
        key = f"{path.startswith('/login')} {client[0] if client else 'unknown'}"
        if not self._limiter.hit(rate, key):
            wait = self._limiter.get_window_stats(rate, key).reset_time - time.time()
            return 429, f"more than {rate}: try again in {max(1, round(wait))} s"
        return None


def _fresh(headers: Headers) -> str:
    """A cookie for a browser that has none yet."""
    held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    if held and _BROWSER.fullmatch(held.value):
        return ""
    return f"{COOKIE}={secrets.token_urlsafe(32)}"
