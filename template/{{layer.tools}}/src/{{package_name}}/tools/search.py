"""Search: in the web through a provider where one is set, and in the bundled documents always."""

import json
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import BaseModel, Field, SecretStr

from .documents import Library
from .exchange import exchange, text
from .keys import Keys, keys_in
from .tool import Tool, ToolError, typed

_RESULTS = 5
_MAX_BYTES = 1_000_000


class SearchWeb(BaseModel):
    """Search the web; return titles, addresses and excerpts of the best pages."""

    query: str = Field(description="What to look for, in a few words.", max_length=400)


class SearchDocuments(BaseModel):
    """Search the documents at hand; return the passages that say most about the words asked for."""

    query: str = Field(description="What to look for, in a few words.", max_length=400)


def document_search(library: Library) -> Tool:
    """Search in the documents as a tool."""

    def find(asked: SearchDocuments) -> str:
        found = library.search(asked.query, _RESULTS)
        if not found:
            raise ToolError(f"no document says anything about {asked.query!r}")
        return "\n\n".join(f"[{hit.name}] {hit.text}" for hit in found)

    return typed("search_documents", SearchDocuments, find, about=f"They are {library.about}.")


def web_search(client: httpx.Client, address: str, key: SecretStr | None = None) -> Tool:
    """Search through a provider that answers JSON, such as SearXNG or Brave, as a tool.

    `address` holds `{query}` where the words go, and may hold a key; `client` brings `key`.
    """
    keys = Keys(key.get_secret_value() if key else "", *keys_in(address))

    def find(asked: SearchWeb) -> str:
        def read(response: httpx.Response) -> str:
            try:
                return _shown(json.loads(text(response, _MAX_BYTES, keys)))
            except (ValueError, TypeError, AttributeError):
                raise ToolError("the search provider answered something else than JSON") from None

        target = address.replace("{query}", quote(asked.query, safe=""))
        return exchange(client, "GET", target, read, name="the search provider", keys=keys)

    return typed("search_web", SearchWeb, find)


def _shown(answer: dict[str, Any]) -> str:
    """Results of SearXNG (`results`, `content`) or of Brave (`web.results`, `description`)."""
    results = answer.get("results") or answer.get("web", {}).get("results") or []
    if not results:
        raise ToolError("nothing was found")
    return "\n\n".join(
        f"{one.get('title', '')}\n{one.get('url', '')}\n"
        f"{one.get('content') or one.get('description') or ''}"
        for one in results[:_RESULTS]
    )
