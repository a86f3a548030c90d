"""The commands behind `make demo` and `make demo-check`, run as a person runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.house import ROOT
from newsroom.processes import HOST, free_port


@pytest.fixture
def ports() -> dict[str, str]:
    return {name: str(free_port()) for name in ("PORT", "AWS_PORT", "PERSONALIZE_PORT")}


def command(name: str, ports: dict[str, str], **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "newsroom", name],
        cwd=ROOT,
        env={**os.environ, **ports, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def listening(ports: dict[str, str]) -> Iterator[str]:
    for name, port in ports.items():
        with socket.socket() as probe:
            if probe.connect_ex((HOST, int(port))) == 0:
                yield name


def left_behind(ports: dict[str, str]) -> list[str]:
    """Processes that still name one of the ports on their command line."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if set(ports.values()) & set(words):
            found.append(" ".join(words))
    return found


def test_the_check_sees_everything_as_promised_and_leaves_nothing_behind(ports: dict[str, str]) -> None:
    check = command("check", ports)
    out, err = check.communicate(timeout=600)
    assert check.returncode == 0, out + err
    assert "All as promised" in out
    assert "93 ingested, 7 parked" in " ".join(out.split())
    assert (list(listening(ports)), left_behind(ports)) == ([], [])


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_demo_in_the_middle_leaves_nothing_behind(ports: dict[str, str], stop: signal.Signals) -> None:
    demo = command("demo", ports)
    deadline = time.monotonic() + 60
    while "AWS_PORT" not in listening(ports) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(3)  # into the deployment
    demo.send_signal(stop)
    _, err = demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert "Traceback" not in err
    assert (list(listening(ports)), left_behind(ports)) == ([], [])


@pytest.mark.parametrize("taken", ["PORT", "AWS_PORT", "PERSONALIZE_PORT"])
def test_a_port_in_use_is_said_in_one_line_with_what_to_do(ports: dict[str, str], taken: str) -> None:
    with socket.socket() as other:
        other.bind((HOST, int(ports[taken])))
        other.listen()
        demo = command("demo", ports)
        out, err = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert out == ""
    (line,) = err.strip().splitlines()
    assert ports[taken] in line
    assert f"{taken}=" in line


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"DATA": "globo:/no/such/file"}, "DATA=globo:/no/such/file"),
        ({"DATA": "tape"}, "DATA=tape"),
        ({"ENVIRONMENT": "mars"}, "environment"),
        ({"LIMIT": "3"}, "limit"),
    ],
)
def test_a_wrong_setting_is_said_with_its_name(ports: dict[str, str], environment: dict[str, str], named: str) -> None:
    demo = command("demo", ports, **environment)
    _, err = demo.communicate(timeout=120)
    assert demo.returncode in (1, 2)
    assert named in err
    assert "Traceback" not in err
    assert (list(listening(ports)), left_behind(ports)) == ([], [])
