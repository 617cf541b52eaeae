"""Coroutines run in a thread of their own: Chromium leaves a running loop to the thread of the tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def result_of(coroutine: Coroutine[object, object, Result]) -> Result:
    """Return what a coroutine gives."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
