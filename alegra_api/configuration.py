"""A connector's configuration: read with clear errors, shown as Airbyte's UI wants it."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from .client import PUBLIC_URL

ApiToken = Annotated[
    str,
    Field(
        title="API token",
        description="In Alegra: Configuración > Integraciones > API. Renewing the token ends the "
        "old one at once.",
        min_length=1,
        json_schema_extra={"group": "account", "airbyte_secret": True},
    ),
]
"""The secret of an Alegra user, as both connectors are given it."""

RequestsPerMinute = Annotated[
    int | None,
    Field(
        title="Rate limit (requests per minute)",
        description="Your own upper bound, to leave a part of Alegra's rate limit to other "
        "programs of the same Alegra user. Empty uses what Alegra allows.",
        examples=[100],
        ge=1,
        json_schema_extra={"group": "pace"},
    ),
]
"""A bound below Alegra's own rate limit, in requests a minute."""

def _is_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// (or http://, for a proxy of your own)")
    return url


ApiUrl = Annotated[
    str,
    AfterValidator(_is_address),
    Field(
        title="API URL",
        description="Base of the API. Change it only to go through a proxy.",
        examples=[PUBLIC_URL],
        json_schema_extra={"group": "pace", "pattern": "^https?://.+$"},
    ),
]
"""Base of the API."""

Configuration = TypeVar("Configuration", bound=BaseModel)


def read_configuration(model: type[Configuration], values: dict[str, Any]) -> Configuration:
    """The configuration of a sync.

    Raises:
        AirbyteTracedException: a config error that names each field and its rule, no value.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = "; ".join(
            f"{'.'.join(str(step) for step in problem['loc'])} {_rule(problem)}"
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise AirbyteTracedException(
            message=f"The configuration can't be used: {found}.",
            failure_type=FailureType.config_error,
        ) from None


_RULES = {
    "missing": "is missing",
    "extra_forbidden": "is no setting of this connector; remove it or correct its name",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "is empty or too short",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "dict_type": "must be an object",
    "date_from_datetime_parsing": "must be a day such as 2024-01-31",
    "date_parsing": "must be a day such as 2024-01-31",
    "union_tag_not_found": "must name its {discriminator}",
    "union_tag_invalid": "must have as {discriminator} one of {expected_tags}",
    "value_error": "{error}",
}
"""Pydantic's types of errors as rules for a person; the value itself may be a secret."""


def _rule(problem: ErrorDetails) -> str:
    rule = _RULES.get(problem["type"])
    return problem["msg"] if rule is None else rule.format(**problem.get("ctx", {}))


def specification(
    model: type[BaseModel], title: str, groups: Sequence[dict[str, str]]
) -> dict[str, Any]:
    """The JSON schema of a configuration, draft-07, in the order of the fields."""
    made = model.model_json_schema()
    properties = {}
    for order, (name, field) in enumerate(made["properties"].items()):
        properties[name] = {**_plain(field, made.get("$defs", {})), "order": order}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        # Airbyte wants it so; `read_configuration` tells of a setting that there is not.
        "additionalProperties": True,
        "required": made["required"],
        "groups": list(groups),
        "properties": properties,
    }


def _plain(field: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A field without null as an option, references and pydantic's own keywords."""
    options = [option for option in field.pop("anyOf", [{}]) if option != {"type": "null"}]
    field = {**field, **options[0]}
    if field.get("default", ...) is None:
        del field["default"]
    if "oneOf" in field:
        del field["discriminator"]
        field["type"] = "object"
        field["oneOf"] = [_option(option["$ref"], definitions) for option in field["oneOf"]]
    return field


def _option(reference: str, definitions: dict[str, Any]) -> dict[str, Any]:
    option = definitions[reference.rsplit("/", 1)[-1]]
    fields = {name: _plain(it, definitions) for name, it in option["properties"].items()}
    required = [name for name, it in fields.items() if "const" in it]
    return {
        **option,
        "additionalProperties": True,
        "properties": fields,
        "required": [*required, *option.get("required", [])],
    }
