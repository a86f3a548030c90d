"""`python -m newsroom demo` and `python -m newsroom check`, as `make demo` and `make demo-check` call them."""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from newsroom.check import Check
from newsroom.demo import preview_of, serve_preview
from newsroom.failure import StepFailed
from newsroom.house import ROOT, Ports, open_house
from newsroom.processes import HOST, require_free
from newsroom.sources import BadData, NewsroomData
from newsroom.sources.globo import globo
from newsroom.sources.mind import mind
from newsroom.sources.sample import sample
from newsroom.steps import Steps

FOLDER = ROOT / ".demo"

Loader = Callable[[datetime], NewsroomData]


def data_loader(data: str, limit: int) -> Loader:
    """What `DATA=` names: `sample`, `globo:FILE` or `mind:FOLDER`. Raises `StepFailed`."""
    kind, _, path = data.partition(":")
    if kind == "sample" and not path:
        return sample
    if kind in {"globo", "mind"} and path:
        if not Path(path).exists():
            raise StepFailed(f"DATA={data}: {path} does not exist")
        return partial(globo, Path(path), most=limit) if kind == "globo" else partial(mind, Path(path), most=limit)
    raise StepFailed(f"DATA={data}: must be `sample`, `globo:FILE` or `mind:FOLDER`")


@click.group()
def main() -> None:
    """The newsroom on this machine."""


@main.command()
@click.option("--port", envvar="PORT", default=8000, type=click.IntRange(1, 65535))
@click.option("--aws-port", envvar="AWS_PORT", default=4566, type=click.IntRange(1, 65535))
@click.option("--personalize-port", envvar="PERSONALIZE_PORT", default=4599, type=click.IntRange(1, 65535))
@click.option("--data", envvar="DATA", default="sample", help="sample, globo:FILE or mind:FOLDER")
@click.option("--limit", envvar="LIMIT", default=20_000, type=click.IntRange(min=1_000), help="of a real set's clicks")
@click.option("--environment", envvar="ENVIRONMENT", default="local")
def demo(port: int, aws_port: int, personalize_port: int, data: str, limit: int, environment: str) -> None:
    """Start everything, fill it, and serve the preview page until Ctrl-C."""
    steps, started = Steps(), time.monotonic()
    require_free(port, "the preview page", "PORT")
    ports = Ports(aws=aws_port, personalize=personalize_port)
    with open_house(
        data_loader(data, limit),
        ports=ports,
        folder=FOLDER,
        settings={"environment": environment, "allowed_origins": f"http://{HOST}:{port},http://localhost:{port}"},
        steps=steps,
    ) as house:
        steps.say(f"\nReady after {time.monotonic() - started:.0f} s.")
        steps.say(f"  The page   http://{HOST}:{port}")
        steps.say(f"  The API    {house.api_url}/recommendations")
        steps.say("  Ctrl-C stops everything.")
        serve_preview(preview_of(house), port)


@main.command()
@click.option("--aws-port", envvar="AWS_PORT", default=4566, type=click.IntRange(1, 65535))
@click.option("--personalize-port", envvar="PERSONALIZE_PORT", default=4599, type=click.IntRange(1, 65535))
@click.option("--environment", envvar="ENVIRONMENT", default="local")
def check(aws_port: int, personalize_port: int, environment: str) -> None:
    """Start everything with the sample newsroom, try it, print a table of what was seen, and stop."""
    steps, started = Steps(), time.monotonic()
    ports = Ports(aws=aws_port, personalize=personalize_port)
    with open_house(sample, ports=ports, folder=FOLDER, settings={"environment": environment}, steps=steps) as house:
        checked = Check(house)
        holds = checked.run()
        checked.print(steps.console)
    steps.say(f"{'All as promised' if holds else 'Not all as promised'}, {time.monotonic() - started:.0f} s in all.")
    if not holds:
        sys.exit(1)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def run() -> None:
    """The commands, with every way to end them ending what they started."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    os.chdir(ROOT)
    try:
        main(standalone_mode=False)
    except (StepFailed, BadData) as failure:
        print(f"{failure}", file=sys.stderr)
        sys.exit(1)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    run()
