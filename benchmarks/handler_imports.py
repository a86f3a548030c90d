"""What importing each Lambda handler costs, in a fresh process, against an empty one and what none can do without."""

import subprocess
import sys
import time
from pathlib import Path

import click

from benchmarks.table import Measured, show

FUNCTIONS = Path(__file__).parents[1] / "lambdas"
HANDLERS = tuple(f"lambdas.{file.parent.name}.handler" for file in sorted(FUNCTIONS.glob("*/handler.py")))
ENVIRONMENT = {"ALLOWED_ORIGINS": "*", "POWERTOOLS_SERVICE_NAME": "benchmark", "PATH": ""}

NEEDED = (
    "import boto3; from boto3.dynamodb.types import TypeDeserializer; "
    "from aws_lambda_powertools import Logger, Metrics; "
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response"
)


def milliseconds_to_run(program: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=ENVIRONMENT)
    return (time.perf_counter() - started) * 1000


def measure(rounds: int) -> list[Measured]:
    programs = {"an empty handler": "def handler(event, context): return {}", "boto3 and Powertools": NEEDED}
    programs |= {name: f"import {name}" for name in HANDLERS}
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            times[name].append(milliseconds_to_run(program))
    return [
        Measured(name=name, reference=reference, ours=times[name], theirs=times[reference])
        for reference in ("an empty handler", "boto3 and Powertools")
        for name in HANDLERS
    ]


@click.command()
@click.option("--rounds", default=15, type=click.IntRange(min=2))
@click.option("--json", "as_json", is_flag=True)
def main(rounds: int, as_json: bool) -> None:
    """Process time of importing each handler."""
    show(measure(rounds), as_json=as_json)


if __name__ == "__main__":
    main()
