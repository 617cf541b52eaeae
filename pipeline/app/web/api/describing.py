"""The API's description: OpenAPI as JSON, and as a page of our own that needs no script and no other host."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from pipeline.app.web.answers import View, page

router = APIRouter()
_EXAMPLE = re.compile(r"\s*Example: `(.*)`\s*", re.DOTALL)


@router.get("/api/docs", include_in_schema=False)
def show(request: Request) -> Response:
    """Show every operation with its fields, its answer and an example."""
    app: FastAPI = request.app
    described = app.openapi()
    base = str(request.base_url).rstrip("/")
    facts = {"operations": list(_operations(described, base)), "schemas": described["components"]["schemas"]}
    return page(request, View(template="docs", facts=facts))


def _operations(described: Mapping[str, Any], base: str) -> Iterator[dict[str, Any]]:
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            text = told.get("description", "")
            example = _EXAMPLE.search(text)
            yield {
                "path": path,
                "method": method.upper(),
                "text": _EXAMPLE.sub("", text),
                "example": example.group(1).replace("BASE", base) if example else None,
                "fields": list(_fields(described, told)),
                "answer": _answer(told),
            }


def _fields(described: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for field in told.get("parameters", ()):
        yield _field(field["name"], field["schema"], field["required"], field.get("description", ""))
    for content in told.get("requestBody", {}).get("content", {}).values():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        schema = described["components"]["schemas"].get(name, content["schema"])
        for key, field in schema.get("properties", {}).items():
            yield _field(key, field, key in schema.get("required", ()), field.get("description", ""))


def _field(name: str, schema: Mapping[str, Any], required: bool, text: str) -> dict[str, Any]:
    shapes = [shape for shape in schema.get("anyOf", [schema]) if shape.get("type") != "null"]
    kinds = [" · ".join(shape["enum"]) if "enum" in shape else shape.get("type", "") for shape in shapes]
    return {
        "name": name,
        "required": required,
        "kind": " | ".join(kinds),
        "text": text,
        "default": schema.get("default"),
    }


def _answer(told: Mapping[str, Any]) -> str:
    for status, response in told["responses"].items():
        if status.startswith("2"):
            for content in response.get("content", {}).values():
                return str(content["schema"].get("$ref", "")).rpartition("/")[2]
    return ""
