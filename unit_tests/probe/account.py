"""A simulated account in this process, whose answers a test may change on their way."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests_mock

from alegra_api.client import AlegraClient
from alegra_probe.account import Account
from alegra_sandbox import reading
from alegra_sandbox.errors import ApiError
from alegra_sandbox.json_text import encoded
from alegra_sandbox.options import Options
from alegra_sandbox.seeding import seed

URL = "https://alegra.test/api/v1"

Change = Callable[[Any], Any]


def account(
    mock: requests_mock.Mocker, change: Change = lambda body: body, **options: Any
) -> Account:
    """An account whose parsed answers go through a function."""
    books = seed(Options(**{"size": 900, "seed": 3, "today": date(2026, 9, 15), **options}))

    def answer(request: Any, context: Any) -> str:
        parameters = dict(parse_qsl(urlsplit(request.url).query))
        path = urlsplit(request.url).path.removeprefix("/api/v1/")
        try:
            body = reading.answer(books, "demo@example.com", path, parameters)
        except ApiError as error:
            context.status_code, body = error.status, error.body
        return json.dumps(change(json.loads(encoded(body)))) if body is not None else ""

    mock.get(requests_mock.ANY, text=answer, headers={"X-Rate-Limit-Limit": "150"})
    return Account(AlegraClient("me@example.com", "s3cr3t", URL, wait_for_rate_limit=False))
