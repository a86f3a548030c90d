"""What must be found in no template: security findings, invalid properties, wrong settings that go through."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sqs as sqs

from infra.packaging import REPOSITORY
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

# The CDK itself makes a function depend on its role, which the function also names.
CDK_REDUNDANCY = "W3005"


def test_no_security_finding_is_left_unexplained(assembly: Assembly) -> None:
    nag = next(report for report in assembly.validation_reports if report["pluginName"] == "AwsSolutions")
    assert nag["conclusion"] == "success"
    assert nag["violations"] == []


def test_every_exception_concerns_one_resource_and_has_a_reason(assembly: Assembly) -> None:
    accepted = [finding for report in assembly.validation_reports for finding in report["suppressedViolations"]]
    assert all(len(finding["reason"]) > 20 for finding in accepted)
    reach = Counter((finding["ruleName"], finding["acknowledgedAt"]) for finding in accepted)
    assert set(reach.values()) == {1}
    assert all(len(finding["violatingConstructs"]) == 1 for finding in accepted)


def test_the_cdk_s_own_template_validation_has_no_finding(assembly: Assembly) -> None:
    assert [finding for report in assembly.validation_reports for finding in report["violations"]] == []


def test_an_invalid_template_fails_the_synthesis(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path), context=json.loads((REPOSITORY / "cdk.json").read_text())["context"])
    sqs.CfnQueue(cdk.Stack(app, "Stack"), "Queue").add_property_override("Banana", "yellow")
    with pytest.raises(RuntimeError, match="Validation"):
        app.synth()


def test_cfn_lint_has_no_finding(assembly: Assembly) -> None:
    lint = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", "--ignore-checks", CDK_REDUNDANCY, "--", *assembly.templates],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (lint.returncode, lint.stdout) == (0, "")


def test_a_wrong_setting_stops_the_synthesis_with_one_line() -> None:
    run = subprocess.run(
        [sys.executable, "app.py"],
        cwd=REPOSITORY,
        env=os.environ | {"CDK_CONTEXT_JSON": '{"environment": "prod", "stream_retries": -1}'},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.strip().splitlines()[-1].startswith("stream_retries: ")
    assert "Traceback" not in run.stderr
