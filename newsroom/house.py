"""The whole product on this machine: both local services, the deployed stacks, the newsroom's data and models."""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from newsrec.aws.deployment import StackOutputs
from newsrec.aws.history import write_history
from newsrec.ingestion.partitioning import article_key, reader_key
from newsrec.model import Article, Interaction, InteractionType
from newsrec.transform import Reject, to_article, to_interaction
from newsroom.deployment import api_address, deploy
from newsroom.key_set import key_set_url, publish_key_set
from newsroom.preview.tokens import ISSUER, WebsiteKey
from newsroom.processes import HOST, Processes, require_free, wait_for
from newsroom.replay import payload_bytes, put_payloads
from newsroom.sources import NewsroomData, Payload
from newsroom.steps import Progress, Steps
from newsroom.subscribers import upload_subscribers
from newsroom.training import TrainingOutcome, finish_training, start_training, upload_sources

ROOT = Path(__file__).resolve().parent.parent
REGION = "eu-west-1"
PERSONALIZE = "local Amazon Personalize"
AWS = "local AWS"
SETTLE_SECONDS = 300
LAST_RECORDS = 40
"""How many of the last records of a stream are looked for to know that all have arrived: shards end together."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    aws: int
    personalize: int

    def require_free(self) -> None:
        """Raises `StepFailed`."""
        require_free(self.aws, "the local AWS", "AWS_PORT")
        require_free(self.personalize, "the local Amazon Personalize", "PERSONALIZE_PORT")

    @property
    def aws_url(self) -> str:
        return f"http://{HOST}:{self.aws}"

    @property
    def personalize_url(self) -> str:
        return f"http://{HOST}:{self.personalize}"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A running product with its data in it; `api_url` is the API stage, to which paths are appended."""

    outputs: StackOutputs
    aws_url: str
    api_url: str
    website_key: WebsiteKey
    data: NewsroomData
    articles: Mapping[str, Article]
    interactions: Sequence[Interaction]
    training: TrainingOutcome
    processes: Processes

    def counted(self, interaction: Interaction) -> bool:
        """Whether the consumer has counted the interaction."""
        return is_counted(self.outputs.reader_interests_table_name, interaction)


@contextmanager
def open_house(
    load_data: Callable[[datetime], NewsroomData],
    *,
    ports: Ports,
    folder: Path,
    settings: Mapping[str, str],
    steps: Steps,
) -> Generator[House]:
    """Starts everything, fills it, and stops everything at the end. Raises `StepFailed`.

    `settings` are CDK context values: `environment`, and fields of `infra.settings.Settings` that differ from it.
    """
    ports.require_free()
    with Processes(folder / "logs") as processes, ThreadPoolExecutor(1) as aside:
        loading = aside.submit(load_data, datetime.now(UTC))
        with steps.step("Starting the local AWS and the local Amazon Personalize"):
            _start_services(processes, ports, folder)
        _use_endpoints(ports)
        website_key = WebsiteKey()
        publish_key_set(website_key)
        with steps.step("Deploying the template with `cdk deploy`") as progress:
            outputs = deploy(
                endpoint_url=ports.aws_url,
                folder=folder / "deployment",
                context={**settings, "token_issuer": ISSUER, "token_jwks_url": key_set_url(ports.aws_url)},
                progress=progress,
            )
            progress("data, ingestion, serving, training, digest and operations")
        data = _loaded(loading, steps)
        articles = {article.article_id: article for article in _accepted(data.articles, to_article)}
        interactions = _accepted(data.interactions, to_interaction)
        with steps.step("Starting the training workflow on the newsroom's files") as progress:
            upload_sources(outputs.data_bucket_name, data)
            upload_subscribers(outputs.data_bucket_name, data)
            training = start_training(outputs.training_machine_arn, data.streamed_from)
            progress("source files in S3, judged by the clicks of the last hours")
        _stream_articles(outputs, data, articles, steps)
        history = [interaction for interaction in interactions if interaction.occurred_at < data.streamed_from]
        _count_history(outputs, history, articles, steps)
        trained = _train(training, steps)
        _stream_interactions(outputs, data.interactions[len(history) :], steps)
        yield House(
            outputs=outputs,
            aws_url=ports.aws_url,
            api_url=api_address(outputs, ports.aws_url),
            website_key=website_key,
            data=data,
            articles=articles,
            interactions=interactions,
            training=trained,
            processes=processes,
        )


def _start_services(processes: Processes, ports: Ports, folder: Path) -> None:
    personalize_data = folder / "personalize"
    shutil.rmtree(personalize_data, ignore_errors=True)
    endpoint = {"AWS_ENDPOINT_URL": ports.aws_url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    credentials = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    processes.launch(
        PERSONALIZE,
        [
            *(sys.executable, "-m", "local_personalize", "--host", HOST, "--port", str(ports.personalize)),
            *("--data", str(personalize_data)),
        ],
        endpoint | credentials,
    )
    processes.launch(
        AWS,
        [
            *(str(ROOT / ".venv-local-aws" / "bin" / "python"), str(ROOT / "newsroom" / "local_aws.py")),
            *("--port", str(ports.aws), "--region", REGION),
            *("--personalize-url", ports.personalize_url, "--folder", str(folder / "aws")),
        ],
        {},
    )
    processes.wait_until_ready(PERSONALIZE, f"{ports.personalize_url}/_local/health")
    processes.wait_until_ready(AWS, f"{ports.aws_url}/_ministack/health")


def _use_endpoints(ports: Ports) -> None:
    """From here on this process's AWS clients talk to the laptop, the way any SDK is pointed elsewhere."""
    os.environ |= {
        "AWS_ENDPOINT_URL": ports.aws_url,
        "AWS_ENDPOINT_URL_PERSONALIZE": ports.personalize_url,
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS": ports.personalize_url,
        "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": ports.personalize_url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }
    client.cache_clear()


def _loaded(loading: Future[NewsroomData], steps: Steps) -> NewsroomData:
    with steps.step("Gathering the newsroom's articles and clicks") as progress:
        data = loading.result()
        progress(f"{data.name}, {len(data.articles):,} articles, {len(data.interactions):,} interactions")
    return data


def _stream_articles(outputs: StackOutputs, data: NewsroomData, articles: Mapping[str, Article], steps: Steps) -> None:
    with steps.step("Streaming the articles through Kinesis") as progress:
        stream, table = outputs.articles_stream_name, outputs.articles_table_name
        put_payloads(stream, _keyed(data.articles, article_key), progress=_counter(progress, len(data.articles)))
        last = [articles[article_id] for article_id in list(articles)[-LAST_RECORDS:]]
        wait_for(
            lambda: len(ArticlesTable(table).get_many(article.article_id for article in last)) == len(last),
            seconds=SETTLE_SECONDS,
            otherwise="the articles did not reach the Articles table: see the log of the local AWS in .demo/logs",
        )
        progress(f"{len(articles):,} in DynamoDB and at Amazon Personalize")


def _count_history(
    outputs: StackOutputs, history: Sequence[Interaction], articles: Mapping[str, Article], steps: Steps
) -> None:
    with steps.step("Counting the history of every reader") as progress:
        of_readers = [interaction for interaction in history if interaction.reader_id]
        progress(f"{write_history(outputs.reader_interests_table_name, of_readers, articles):,} items")


def _train(training: str, steps: Steps) -> TrainingOutcome:
    with steps.step("Training, judging and deploying both models") as progress:
        outcome = finish_training(training, progress)
        progress(str(outcome))
    return outcome


def _stream_interactions(outputs: StackOutputs, payloads: Sequence[Payload], steps: Steps) -> None:
    with steps.step("Streaming the latest clicks through Kinesis") as progress:
        _put_and_wait(outputs, payloads, progress)


def _put_and_wait(outputs: StackOutputs, payloads: Sequence[Payload], progress: Progress) -> None:
    count = _counter(progress, len(payloads))
    put_payloads(outputs.interactions_stream_name, _keyed(payloads, reader_key), progress=count)
    last = [
        interaction
        for interaction in _accepted(payloads[-LAST_RECORDS:], to_interaction)
        if interaction.type is InteractionType.CLICK
    ]
    table = outputs.reader_interests_table_name
    wait_for(
        lambda: all(is_counted(table, interaction) for interaction in last),
        seconds=SETTLE_SECONDS,
        otherwise="the clicks were not counted: see the log of the local AWS in .demo/logs",
    )
    progress(f"{len(payloads):,} told to the models and counted")


def is_counted(table: str, interaction: Interaction) -> bool:
    key = {"reader_id": {"S": interaction.reader_key}, "entry": {"S": f"event#{interaction.event_id}"}}
    return "Item" in client("dynamodb").get_item(TableName=table, Key=key)


def _accepted(payloads: Sequence[Payload], to_model: Callable[[object, str], T | Reject]) -> list[T]:
    """The payloads as the consumers will read them, without those that they will park."""
    outcomes = (
        to_model(payload["record"], payload["source"]) if "source" in payload else to_model(payload, "generic")
        for payload in payloads
    )
    return [outcome for outcome in outcomes if not isinstance(outcome, Reject)]


def _keyed(payloads: Sequence[Payload], key: Callable[[Payload], str]) -> Sequence[tuple[str, bytes]]:
    return [(key(payload), payload_bytes(payload)) for payload in payloads]


def _counter(progress: Progress, whole: int) -> Callable[[int], None]:
    return lambda done: progress(f"{done:,} of {whole:,}")
