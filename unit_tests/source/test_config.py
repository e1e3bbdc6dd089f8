from typing import Any

import pytest
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from jsonschema import Draft7Validator

from source_alegra.config import connector_specification, read_config


def shown() -> dict[str, Any]:
    """The JSON schema of the configuration."""
    return dict(connector_specification().connectionSpecification)


GOOD = {"email": "me@example.com", "api_token": "s3cr3t-token"}


def test_the_specification_is_draft_7_in_the_order_of_the_fields() -> None:
    specification = shown()
    Draft7Validator.check_schema(specification)
    assert list(specification["properties"]) == [
        "email",
        "api_token",
        "start_date",
        "lookback_days",
        "full_reconciliation_days",
        "open_documents_hours",
        "master_data_hours",
        "include_raw",
        "requests_per_minute",
        "num_workers",
        "api_url",
    ]
    orders = [field["order"] for field in specification["properties"].values()]
    assert orders == sorted(orders)
    assert specification["required"] == ["email", "api_token"]


def test_every_field_has_what_the_ui_shows() -> None:
    specification = shown()
    groups = {group["id"] for group in specification["groups"]}
    for name, field in specification["properties"].items():
        assert field["title"], name
        assert field["description"], name
        assert field["group"] in groups
        assert field["type"] in {"string", "integer", "boolean"}


def test_only_the_token_is_a_secret() -> None:
    properties = shown()["properties"]
    assert [name for name, field in properties.items() if field.get("airbyte_secret")] == [
        "api_token"
    ]


def test_defaults_are_those_of_the_specification() -> None:
    config = read_config(GOOD)
    for name, field in shown()["properties"].items():
        if "default" in field:
            assert getattr(config, name) == field["default"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"start_date": "9999-01-01"},
            "start_date lies in the future, so nothing would be read; use a past day",
        ),
        ({"start_date": "soon"}, "start_date must be a day such as 2024-01-31"),
        ({"lookback_days": -1}, "lookback_days must be 0 or more"),
        ({"num_workers": 9}, "num_workers must be 3 or less"),
        ({"num_workers": "many"}, "num_workers must be a whole number"),
        ({"include_raw": "perhaps"}, "include_raw must be true or false"),
        ({"colour": "red"}, "colour is no setting of this connector; remove it or correct its"),
        ({"email": None}, "email must be a text"),
        ({"api_url": "api.alegra.com"}, "api_url must be an address such as https://"),
        ({"email": ""}, "email is empty or too short"),
    ],
)
def test_a_wrong_value_is_one_clear_config_error(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(AirbyteTracedException) as error:
        read_config({**GOOD, **wrong})
    assert error.value.failure_type == FailureType.config_error
    message = str(error.value.message)
    assert words in message
    assert "s3cr3t-token" not in message


def test_the_former_name_of_a_field_is_read_and_not_shown() -> None:
    assert read_config({**GOOD, "full_sweep_days": 3}).full_reconciliation_days == 3
    both = {**GOOD, "full_sweep_days": 3, "full_reconciliation_days": 0}
    assert read_config(both).full_reconciliation_days == 0
    assert Draft7Validator(shown()).is_valid({**GOOD, "full_sweep_days": 3})
    with pytest.raises(AirbyteTracedException, match="full_reconciliation_days"):
        read_config({**GOOD, "full_sweep_days": -1})
