"""Both ends of the settings, synthesised once by the real command line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.packaging import REPOSITORY, function_asset
from infra.settings import read_settings

CLOSED_PORT = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Assembly:
    """The cloud assembly of one environment."""

    environment: str
    folder: Path

    def stack(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / f"newsrec-{self.environment}-{name}.template.json").read_text())

    @property
    def templates(self) -> list[Path]:
        return sorted(self.folder.glob("*.template.json"))

    @property
    def validation_reports(self) -> list[dict[str, Any]]:
        return json.loads((self.folder / "validation-report.json").read_text())["pluginReports"]

    def resources(self, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for template in self.templates:
            for name, resource in json.loads(template.read_text())["Resources"].items():
                if resource["Type"] in types:
                    yield name, resource

    def properties(self, *types: str) -> list[dict[str, Any]]:
        return [resource["Properties"] for _, resource in self.resources(*types)]


@pytest.fixture(scope="session", params=["local", "prod"])
def assembly(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """Synthesised without credentials, network or docker: the environment has none of them."""
    settings = read_settings({"environment": request.param})
    function_asset(python=settings.function_python, platform=settings.function_platform)
    folder = tmp_path_factory.mktemp(request.param)
    path = [str(Path(sys.executable).parent), _folder_with_uv_alone(tmp_path_factory), "/usr/bin", "/bin"]
    synthesis = subprocess.run(
        [
            str(REPOSITORY / "node_modules/.bin/cdk"),
            "synth",
            "--quiet",
            "--output",
            str(folder),
            "--no-notices",
            "--context",
            f"environment={request.param}",
        ],
        cwd=REPOSITORY,
        env={
            "PATH": os.pathsep.join(path),
            "HOME": os.environ.get("HOME", "/"),
            "HTTP_PROXY": CLOSED_PORT,
            "HTTPS_PROXY": CLOSED_PORT,
            "UV_OFFLINE": "1",
            "DOCKER_HOST": "unix:///nowhere",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert synthesis.returncode == 0, synthesis.stderr
    return Assembly(request.param, folder)


def _folder_with_uv_alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    uv = shutil.which("uv") or REPOSITORY / ".bootstrap/bin/uv"
    folder = tmp_path_factory.mktemp("uv")
    (folder / "uv").symlink_to(uv)
    return str(folder)
