"""The API keeps to what it says of itself: requests made of its OpenAPI never meet a 5xx.

Schemathesis makes requests that the description allows, and such as it forbids, of every operation.
"""

import shutil
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.app.web import WebOptions, make_app


@pytest.fixture(scope="module")
def operations(library_path, tmp_path_factory):
    """Return what the API can do, on a library that requests may change."""
    import schemathesis

    path = shutil.copy(library_path, tmp_path_factory.mktemp("contract") / "library.db")
    app = make_app(WebOptions(db_path=path, hosts=("testserver", "localhost", "127.0.0.1")))
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    return [found.ok() for found in described.get_all_operations()]


def ask(operation, count: int) -> Counter[int]:
    """Make some requests of an operation and return how often each status was answered."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode

    allowed, forbidden = (operation.as_strategy(mode) for mode in GenerationMode)
    seen: Counter[int] = Counter()

    @settings(max_examples=count, suppress_health_check=list(HealthCheck))
    @given(st.one_of(allowed, forbidden))
    def asked(case):
        answered = case.call()
        seen[answered.status_code] += 1
        case.validate_response(answered, checks=[not_a_server_error])
        if answered.status_code >= 400:
            assert answered.headers["content-type"][0].startswith("application/problem+json")

    asked()
    return seen


def test_no_request_breaks_the_api(operations):
    told = sum((ask(operation, 6) for operation in operations), Counter())
    assert told.total() >= 6 * len(operations) * 0.5
    assert {200, 422} <= set(told)


@pytest.mark.long
def test_none_of_two_thousand_requests_breaks_the_api(operations):
    told = sum((ask(operation, 160) for operation in operations), Counter())
    assert told.total() >= 2000
    assert {200, 202, 400, 404, 422} <= set(told)
