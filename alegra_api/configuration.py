"""A connector's configuration: read with clear errors, shown as Airbyte's UI wants it."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import requests
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails
from serpyco_rs import SchemaValidationError

from .client import PUBLIC_URL
from .one_line import listed, one_line

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

_ADDRESS = re.compile(r"^https?://[^\s@?#\\]+$")


def usable_address(address: str) -> str:
    """A base address that requests can be sent to, as it came.

    Raises:
        ValueError: it is none. A user and a password in it would be printed with it, and are not
            what Alegra or a bucket is told.
    """
    rule = (
        "must be an address such as https://host:8080/path, without user, password, query and "
        "spaces"
    )
    if not _ADDRESS.fullmatch(address):
        raise ValueError(rule)
    try:
        url = requests.Request("GET", f"{address.rstrip('/')}/").prepare().url
        (urlsplit(str(url)).hostname or "").encode("idna")
    except (requests.RequestException, ValueError):
        raise ValueError(rule) from None
    return address


ApiUrl = Annotated[
    str,
    AfterValidator(usable_address),
    Field(
        title="API URL",
        description="Base of the API. Change it only to go through a proxy.",
        examples=[PUBLIC_URL],
        json_schema_extra={"group": "pace", "pattern": _ADDRESS.pattern},
    ),
]
"""Base of the API."""

Configuration = TypeVar("Configuration", bound=BaseModel)
Content = TypeVar("Content")

_FILES = {"config": "configuration", "catalog": "configured catalog", "state": "state"}


def read_configuration(model: type[Configuration], values: dict[str, Any]) -> Configuration:
    """The configuration of a sync.

    Raises:
        AirbyteTracedException: a config error that names each field and its rule, no value.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = [
            one_line(f"{'.'.join(str(step) for step in problem['loc'])} {_rule(problem)}")
            for problem in error.errors(include_url=False, include_input=False)
        ]
        problems = listed(found, "; ")
        raise config_error(f"The configuration can't be used: {problems}.") from None


def read_file(option: str, path: str, read: Callable[[Any], Content]) -> Content:
    """What a file of JSON that the command line names holds.

    Args:
        option: the option that names it, without the dashes.
        path: where it is.
        read: makes of the parsed JSON what it stands for.

    Raises:
        AirbyteTracedException: a config error: it can't be read, is no JSON, or not of that kind.
    """
    try:
        content = json.loads(Path(path).read_bytes())
    except OSError as error:
        problem = f"can't be read: {error.strerror}"
    except (ValueError, RecursionError) as error:
        problem = f"is no JSON: {error}"
    else:
        try:
            return read(content)
        except SchemaValidationError as error:
            first = error.errors[0]
            problem = f"is not of its form: {first.instance_path}: {first.message}"
        except ValueError as error:
            problem = str(error)
    raise config_error(
        f"The {_FILES[option]} {one_line(path)}, which --{option} names, {one_line(problem)}."
    )


def json_object(content: Any) -> dict[str, Any]:
    """What a file holds, where that is an object.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(content, dict):
        raise ValueError("holds no JSON object")
    return content


def config_error(message: str) -> AirbyteTracedException:
    """What a person has to mend in the settings of a connection."""
    return AirbyteTracedException(message=message, failure_type=FailureType.config_error)


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
