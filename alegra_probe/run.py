"""The command `alegra-probe`."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from alegra_api.cold_start import import_lean


def run() -> None:
    """Ask the account that the configuration names, print a table and write the report."""
    parser = argparse.ArgumentParser(
        prog="alegra-probe",
        description="Find out how an Alegra account behaves, with at most 80 requests that only "
        "read. The report holds nothing of the books.",
        epilog="Without --config, ALEGRA_EMAIL, ALEGRA_API_TOKEN and ALEGRA_API_URL are used.",
    )
    parser.add_argument("--config", help="a configuration of source-alegra")
    parser.add_argument("--output", default="answers.json", help="where the report is written")
    given = parser.parse_args()
    sys.exit(import_lean(_probe)(given.config, given.output))


def _probe() -> Callable[[str | None, str], str | None]:
    from airbyte_cdk.utils.traced_exception import AirbyteTracedException

    from alegra_api.client import AlegraClient
    from alegra_api.configuration import json_object, read_configuration, read_file
    from alegra_unified.registry import RESOURCES

    from .account import Account
    from .config import Config
    from .questions import QUESTIONS
    from .report import as_json, as_table, ask_all

    def probe(path: str | None, output: str) -> str | None:
        """Why it failed, in one line; None when it did not."""
        try:
            values = read_file("config", path, json_object) if path else _from_environment()
            config = read_configuration(Config, values)
            client = AlegraClient(
                config.email, config.api_token, config.api_url, wait_for_rate_limit=False
            )
            account = Account(client)
            answers = ask_all(account, QUESTIONS, RESOURCES.values())
        except AirbyteTracedException as error:
            return error.message
        report = json.dumps(as_json(account, answers), indent=1)
        try:
            Path(output).write_text(f"{report}\n")
        except OSError as error:
            return f"{output}, which --output names, can't be written: {error.strerror}."
        print("\n".join(as_table(answers, QUESTIONS)))
        print(f"\n{account.requests} requests were made. The report is in {output}.")
        return None

    return probe


def _from_environment() -> dict[str, str]:
    names = ("email", "api_token", "api_url")
    given = {name: os.environ.get(f"ALEGRA_{name.upper()}") for name in names}
    return {name: value for name, value in given.items() if value}
