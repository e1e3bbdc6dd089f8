"""The connection check: one cheap request, one clear answer."""

import logging

from airbyte_cdk.models import AirbyteConnectionStatus, Status
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_unified.company import Company

logger = logging.getLogger("airbyte")


def check_connection(client: AlegraClient) -> AirbyteConnectionStatus:
    """Whether the company behind the credentials can be read.

    A company of a country that is not known here can be read too, and is warned about.
    """
    try:
        record = client.company()
    except AirbyteTracedException as error:
        return AirbyteConnectionStatus(status=Status.FAILED, message=error.message)
    company = Company.from_alegra(record)
    if not company.country.is_known:
        logger.warning(
            f"Alegra's edition {record.get('applicationVersion')!r} is none that this connector "
            "was built with. Records are read as they come; country-specific fields may be empty."
        )
    if company.time_zone is None:
        logger.warning(
            "The company has no known time zone; company-local moments such as the creation of "
            "invoices stay empty, and a day counts once it has begun everywhere."
        )
    return AirbyteConnectionStatus(status=Status.SUCCEEDED)
