"""The gate of the training machine: candidates asked, measured on the holdout, and compared with what serves."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.judge_models.requests import CandidateModel, JudgementRequest
from lambdas.observability import logger, metrics
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.average_reader import AverageReaderFile
from newsrec.aws.campaigns import serving_model
from newsrec.aws.files import Files
from newsrec.aws.personalize_runtime import Campaign
from newsrec.interests.audience import average_reader
from newsrec.serving.gather import NOBODY_ID
from newsrec.training.gate import Gate
from newsrec.training.judgement import Judged, Lists, Serving, asked, judge, sampled

GATE = Gate()
SIDE_BY_SIDE = ThreadPoolExecutor(max_workers=8)
"""Within what a campaign of one transaction a second takes for a short time; more is throttled and tried again."""


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    request = JudgementRequest.model_validate(event)
    files = Files(os.environ["DATA_BUCKET"])
    holdout = sampled(_holdout(files, request))
    judged = [_judged(model, holdout, request) for model in request.models]
    judgement = {
        "passed": all(one.verdict.passed for one in judged),
        "reasons": [f"{one.model}: {reason}" for one in judged for reason in one.verdict.reasons],
        "probe_reader": next(iter(holdout), NOBODY_ID),
        "models": [one.as_json() for one in judged],
    }
    _keep(files, request, holdout, judged, judgement)
    _keep_average(holdout)
    for one in judged:
        if one.candidate:
            metrics.add_metric(f"CandidateMap.{one.model}", MetricUnit.NoUnit, one.candidate.mean_average_precision)
    metrics.add_metric("ModelsRefused", MetricUnit.Count, sum(not one.verdict.passed for one in judged))
    logger.info("candidates judged", run=request.run, judgement=judgement)
    return judgement


def _holdout(files: Files, request: JudgementRequest) -> Iterator[tuple[str, Sequence[str]]]:
    for line in files.lines(f"{request.folder}/interactions/holdout/"):
        entry = json.loads(line)
        yield entry["reader_id"], entry["article_ids"]


def _judged(model: CandidateModel, holdout: Lists, request: JudgementRequest) -> Judged:
    def lists(campaign_arn: str) -> Lists:
        campaign = Campaign(
            campaign_arn=campaign_arn, filter_arn=os.environ["UNREAD_FILTER_ARN"], answer_seconds=5, attempts=8
        )
        return asked(campaign, holdout, holdout_from=request.holdout_from, gate=GATE, executor=SIDE_BY_SIDE)

    deployed = serving_model(model.serving_campaign_arn)
    return judge(
        model.model,
        holdout,
        lists(model.candidate_campaign_arn),
        Serving(lists(model.serving_campaign_arn), deployed.trained_until) if deployed else None,
        holdout_from=request.holdout_from,
        gate=GATE,
        offline_metrics=model.metrics,
    )


def _keep_average(holdout: Lists) -> None:
    """What the readers of the holdout read about on average, for the reasons that lists give."""
    articles = ArticlesTable(os.environ["ARTICLES_TABLE"]).get_many({id for ids in holdout.values() for id in ids})
    if average := average_reader(holdout.values(), articles):
        AverageReaderFile(os.environ["DATA_BUCKET"]).write(average)


def _keep(
    files: Files, request: JudgementRequest, holdout: Lists, judged: list[Judged], judgement: dict[str, Any]
) -> None:
    """In the form that `newsrec evaluate` reads, so that the figures can be made again."""
    folder = f"{request.folder}/judged"
    kept: dict[str, Lists] = {"holdout": holdout} | {one.model: one.lists for one in judged}
    for name, lists in kept.items():
        entries = ({"reader_id": reader, "article_ids": list(articles)} for reader, articles in lists.items())
        files.write_lines(f"{folder}/{name}.jsonl", entries)
    files.write_json(f"{folder}/judgement.json", judgement)
