"""The connection check: credentials, the right to write, the country, and what is configured."""

import logging

from airbyte_cdk.models import AirbyteConnectionStatus, Status
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_api.one_line import one_line
from alegra_unified.company import Company

from .catalog import WRITABLE
from .config import Config
from .rejections import verified_store

logger = logging.getLogger("airbyte")


def check_connection(config: Config, client: AlegraClient) -> AirbyteConnectionStatus:
    """Whether a sync with this configuration could write; nothing is written to find out."""
    try:
        problem = _problem(config, client)
    except AirbyteTracedException as error:
        problem = error.message
    status = Status.SUCCEEDED if problem is None else Status.FAILED
    return AirbyteConnectionStatus(status=status, message=problem)


def _problem(config: Config, client: AlegraClient) -> str | None:
    for stream, object_name in config.object_mapping.items():
        if object_name not in WRITABLE:
            return (
                f"object_mapping: stream {one_line(stream)} is to go to {one_line(object_name)}, "
                f"which is no object of this destination. Choose one of {', '.join(WRITABLE)}."
            )
    row = client.company()
    if not Company.from_alegra(row).country.is_known:
        logger.warning(
            f"Alegra's edition {row.get('applicationVersion')!r} is none that this connector was "
            "built with; the country's own rules are left to Alegra to check, and parts of an "
            "address that only some countries have are left out and told."
        )
    verified_store(config)
    return _write_problem(client)


def _write_problem(client: AlegraClient) -> str | None:
    """Whether the user may write: a contact without a name is refused for its lack, or for good.

    Alegra requires the name (docs: alegra-api 3.1), so the request can't create anything.
    """
    answer = client.change("POST", "/contacts", {})
    if answer.status in (400, 422):
        return None
    if answer.status in (402, 403):
        return (
            f"This Alegra user may not write contacts (HTTP {answer.status}, {answer.message}). "
            "Give the user the permission, or change to a plan that allows it."
        )
    return (
        f"Whether this user may write is not known: a contact without a name was answered with "
        f"{answer.message} instead of being refused. Try again; if it stays, look for an empty "
        "contact in Alegra."
    )
