"""`spec` answers from a file, before the CDK is imported; unusable files are told in one line."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from airbyte_cdk.models import ConnectorSpecificationSerializer

import destination_alegra.config
import source_alegra.config

SPECIFICATIONS = {
    "source_alegra": source_alegra.config.connector_specification,
    "destination_alegra": destination_alegra.config.connector_specification,
}


@pytest.mark.parametrize("package", SPECIFICATIONS)
def test_spec_is_that_of_the_models_and_needs_no_cdk(package: str) -> None:
    program = (
        f"import sys; sys.argv = ['connector', 'spec']; from {package}.run import run; run(); "
        "print([it for it in sys.modules if it.startswith(('airbyte_cdk', 'pydantic'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    message, imported = ran.stdout.splitlines()
    printed = json.loads(message)
    assert printed["type"] == "SPEC"
    wanted = SPECIFICATIONS[package]()
    assert ConnectorSpecificationSerializer.load(printed["spec"]) == wanted
    assert imported == "[]"


CONFIG = {"email": "me@example.com", "api_token": "s3cr3t-token"}


@pytest.mark.parametrize("package", SPECIFICATIONS)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "can't be read: No such file or directory."),
        ("{", "is no JSON: "),
        ("[]", "holds no JSON object."),
        (json.dumps({**CONFIG, "requests_per_minute": 0}), "requests_per_minute must be 1 or more"),
        (json.dumps({**CONFIG, "colour": "red"}), "colour is no setting of this connector"),
        (json.dumps({"email": "me@example.com"}), "api_token is missing"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    package: str,
    text: str | None,
    words: str,
) -> None:
    path = tmp_path / "config.json"
    if text is not None:
        path.write_text(text)
    work = "read" if package == "source_alegra" else "write"
    for command, status in (("check", 0), (work, 1)):
        arguments = [command, "--config", str(path), *(["--catalog", "none"] if status else [])]
        monkeypatch.setattr(sys, "argv", ["connector", *arguments])
        with pytest.raises(SystemExit) as ended:
            importlib.import_module(f"{package}.run").run()
        assert ended.value.code == status
        line = capsys.readouterr().out.splitlines()[-1]
        assert words in line
        assert "s3cr3t-token" not in line
        message = json.loads(line)
        if command == "check":
            assert message["connectionStatus"]["status"] == "FAILED"
        else:
            assert message["trace"]["error"]["failure_type"] == "config_error"


def test_a_package_has_its_connector_under_the_name_that_airbytes_tools_look_for() -> None:
    assert source_alegra.SourceAlegra.__name__ == "SourceAlegra"
    assert destination_alegra.DestinationAlegra.__name__ == "DestinationAlegra"
    with pytest.raises(AttributeError):
        _ = source_alegra.DestinationAlegra
