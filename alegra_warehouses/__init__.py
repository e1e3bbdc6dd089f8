"""PyAirbyte's warehouses, where its own would change values: the extra `warehouses`."""

try:
    from .duckdb import ExactDuckDBCache
    from .postgresql import ExactPostgresCache
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error.name} is not installed. Install 'airbyte-alegra[warehouses]', with a Python below "
        "3.13, which PyAirbyte wants.",
        name=error.name,
    ) from error

__all__ = ["ExactDuckDBCache", "ExactPostgresCache"]
