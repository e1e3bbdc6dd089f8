"""The end of a process that fails: one message, no stack trace for what is no defect."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.airbyte_secrets_utils import update_secrets
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.command_line import failures_told
from alegra_api.configuration import config_error


def ended(
    capsys: pytest.CaptureFixture[str], command: str, error: Exception
) -> tuple[object, dict[str, Any]]:
    """The exit status and the one message that was printed."""
    with pytest.raises(SystemExit) as end, failures_told(command):
        raise error
    (line,) = capsys.readouterr().out.splitlines()
    return end.value.code, json.loads(line)


def test_a_failure_is_one_message_without_a_stack_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = AirbyteTracedException(message="Gone.", failure_type=FailureType.transient_error)
    status, message = ended(capsys, "write", error)
    assert status == 1
    told = message["trace"]["error"]
    assert (told["message"], told["failure_type"]) == ("Gone.", "transient_error")
    assert not told.get("stack_trace")


def test_a_check_of_settings_that_cannot_be_used_is_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, message = ended(capsys, "check", config_error("email: is missing."))
    assert status == 0
    answer = message["connectionStatus"]
    assert (answer["status"], answer["message"]) == ("FAILED", "email: is missing.")


def test_a_defect_is_told_as_one_with_its_stack_trace_and_without_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    update_secrets(["s3cr3t-token"])
    status, message = ended(capsys, "write", KeyError("s3cr3t-token"))
    update_secrets([])
    assert status == 1
    told = message["trace"]["error"]
    assert told["failure_type"] == "system_error"
    assert "A defect of the connector ended the sync (KeyError)." in told["message"]
    assert "KeyError" in told["stack_trace"]
    assert "s3cr3t-token" not in json.dumps(message)


@pytest.mark.parametrize("package", ["source_alegra", "destination_alegra"])
def test_the_commands_end_with_one_message(tmp_path: Path, package: str) -> None:
    command = "read" if package == "source_alegra" else "write"
    arguments = [command, "--config", str(tmp_path / "none.json"), "--catalog", "none.json"]
    ran = subprocess.run(
        [sys.executable, "-m", package, *arguments], capture_output=True, text=True
    )
    assert ran.returncode == 1
    (trace,) = [it for it in map(json.loads, ran.stdout.splitlines()) if it["type"] == "TRACE"]
    assert trace["trace"]["error"]["failure_type"] == "config_error"
    assert "No such file" in trace["trace"]["error"]["message"]
    assert "Traceback" not in ran.stdout + ran.stderr


def test_every_line_of_the_destination_is_a_message(tmp_path: Path) -> None:
    config, catalog = tmp_path / "config.json", tmp_path / "catalog.json"
    storage = {"storage_type": "Folder", "path": str(tmp_path / "none")}
    account = {"email": "me@example.com", "api_token": "s3cr3t-token"}
    config.write_text(json.dumps({**account, "object_storage_config": storage}))
    catalog.write_text('{"streams": []}')
    arguments = ["write", "--config", str(config), "--catalog", str(catalog)]
    ran = subprocess.run(
        [sys.executable, "-m", "destination_alegra", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert [json.loads(line)["type"] for line in ran.stdout.splitlines()] == ["LOG", "TRACE"]
