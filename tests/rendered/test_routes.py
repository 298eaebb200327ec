"""Each route of a service is asked, with what its documentation shows and nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix import forks

LINES = [f"{forks.python()} -m shop.{module}" for module in ("fill", "server")]
FILL = "from pathlib import Path\n\nPath('stock.txt').write_text('apples')\n"
SERVER = """
from pathlib import Path

from fastapi import APIRouter, Body, FastAPI, HTTPException, Security
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.security import APIKeyHeader
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel
from typing import Annotated

APPLES = {"apples": {"value": {"kind": "apples"}}}
READ = {"operationId": "read", "parameters": {"number": "$response.body#/number"}}
REMOVE = {"operationId": "remove", "parameters": {"number": "$response.body#/number"}}
LINKS = {200: {"links": {"read": READ, "remove": REMOVE}}}


class Order(BaseModel):
    kind: str


class Placed(Order):
    number: str


def build_app():
    stock = Path("stock.txt").read_text()
    app, placed, registry = FastAPI(), {}, CollectorRegistry()
    counted = Counter("orders", "Orders", registry=registry)
    took = Histogram("order_seconds", "Time", ["kind"], registry=registry)
    router = APIRouter(dependencies=[Security(APIKeyHeader(name="X-API-Key"))])

    @router.delete("/orders/{number}", operation_id="remove", status_code=204)
    def remove(number: str) -> None:
        del placed[number]

    @router.get("/orders/{number}", operation_id="read")
    def read(number: str) -> Placed:
        return placed[number]

    @router.post("/orders", responses=LINKS, response_model=Placed)
    def order(body: Annotated[Order, Body(openapi_examples=APPLES)]):
        counted.inc()
        assert body.kind == stock
        placed["7"] = Placed(kind=body.kind, number="7")
        return JSONResponse(placed["7"].model_dump())

    @router.get("/news", responses={200: {"content": {"text/event-stream": {}}}},
                response_class=StreamingResponse)
    def news():
        def events():
            yield "data: apples\\n\\n"
            yield "data: pears\\n\\n"
        return StreamingResponse(events(), media_type="text/event-stream")

    @app.get("/health")
    @app.get("/ready")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/metrics", response_class=PlainTextResponse)
    def metrics():
        return PlainTextResponse(generate_latest(registry))

    app.include_router(router)
    return app
"""
LIBRARIES = ["fastapi.testclient", "prometheus_client", "runpy"]


@pytest.fixture(scope="module")
def slot() -> Iterator[forks.Slot]:
    with forks.ForkServer(forks.python(), LIBRARIES, 1) as server:
        server.wait()
        yield server.slot()


def faults(slot: forks.Slot, folder: Path, server: str, fill: str = FILL) -> list[str]:
    package = folder / "src" / "shop"
    package.mkdir(parents=True)
    for name, text in (("__init__", ""), ("server", server), ("fill", fill)):
        (package / f"{name}.py").write_text(text)
    return slot.run(folder, "call", "routes", "exported.json", *LINES).faults


def test_a_good_service_passes_and_its_metrics_are_known(slot: forks.Slot, tmp_path: Path) -> None:
    assert faults(slot, tmp_path, SERVER) == []
    exported = set(json.loads((tmp_path / "exported.json").read_text()))
    assert {"orders_total", "order_seconds_bucket", "order_seconds_count"} <= exported
    assert "orders" not in exported


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("counted.inc()", "{}['none']", "KeyError: 'none'"),
        ("counted.inc()", "raise HTTPException(404, 'gone')", "answers 404 where 200"),
        ("model_dump())", "model_dump(), status_code=202)", "answers 202 where 200"),
        ("Body(openapi_examples=APPLES)", "Body()", "no example of the body"),
        ('"apples"}}}', '"pears"}}}', "POST /orders answers 500"),
        ('{"read": READ, ', "{", "GET /orders/{number} cannot be tried"),
        ("return placed[number]", "return {'kind': number}", "GET /orders/{number} answers 500"),
        ("model_dump())", 'model_dump() | {"extra": 1})', "POST /orders breaks its schema"),
        ('"/orders", ', '"/orders", include_in_schema=False, ', "is not in the OpenAPI document"),
        ('dependencies=[Security(APIKeyHeader(name="X-API-Key"))]', "", "documents no key"),
        ('X-API-Key"', 'X-API-Key", auto_error=False', "answers 200 to a request without a key"),
        ('yield "data: pears\\n\\n"', "raise ValueError('dry')", "GET /news broke off"),
        ('media_type="text/event-stream"', 'media_type="text/plain"', "answers with text/plain"),
        ('    @app.get("/ready")\n', "", "GET /ready is missing"),
        ("del placed[number]", "return JSONResponse({})", "answers 200 where 204"),
        ('return {"status": "ok"}', "raise ValueError('ill')", "GET /health answers 500"),
    ],
)
def test_what_is_wrong_is_found(
    slot: forks.Slot, tmp_path: Path, good: str, bad: str, said: str
) -> None:
    assert SERVER.count(good) == 1
    assert said in "\n".join(faults(slot, tmp_path, SERVER.replace(good, bad)))


def test_a_stream_without_an_event_is_found(slot: forks.Slot, tmp_path: Path) -> None:
    silent = SERVER.replace("data: ", ": ")
    assert faults(slot, tmp_path, silent) == ["GET /news streams no event"]


def test_what_serving_needs_first_is_run_and_has_to_succeed(
    slot: forks.Slot, tmp_path: Path
) -> None:
    (found,) = faults(slot, tmp_path, SERVER, fill="raise SystemExit('empty')\n")
    assert "shop.fill` ended with exit code empty" in found


def test_a_metric_that_is_gone_is_not_exported(slot: forks.Slot, tmp_path: Path) -> None:
    assert faults(slot, tmp_path, SERVER.replace('Counter("orders"', 'Counter("sales"')) == []
    assert "orders_total" not in json.loads((tmp_path / "exported.json").read_text())
