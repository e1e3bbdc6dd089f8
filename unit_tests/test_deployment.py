"""The values for Airbyte's chart name keys that it has, and leave room for what was measured."""

from pathlib import Path
from typing import Any

import yaml

VALUES = Path(__file__).parent.parent / "docs" / "deployment" / "values.yaml"

# Keys of the chart, version 2: templates config/_workloads.tpl and config/_jobs.tpl.
KNOWN = {
    "global.imagePullSecrets",
    "global.jobs.kube.mainContainerImagePullSecret",
    *(
        f"global.workloads.resources.{container}.{kind}.{bound}"
        for container in ("mainContainer", "check", "discover")
        for kind in ("cpu", "memory")
        for bound in ("request", "limit")
    ),
}
PEAK_MEGABYTES = 115


def _leaves(node: Any, above: str = "") -> dict[str, Any]:
    if not isinstance(node, dict):
        return {above: node}
    found: dict[str, Any] = {}
    for key, value in node.items():
        found |= _leaves(value, f"{above}.{key}" if above else key)
    return found


def test_every_value_is_one_of_the_chart() -> None:
    assert set(_leaves(yaml.safe_load(VALUES.read_text()))) == KNOWN


def test_containers_have_room() -> None:
    resources = yaml.safe_load(VALUES.read_text())["global"]["workloads"]["resources"]
    for container in resources.values():
        request, limit = (
            int(container["memory"][bound].removesuffix("Mi")) for bound in ("request", "limit")
        )
        assert request * 2**20 > PEAK_MEGABYTES * 10**6
        assert limit >= 2 * request
