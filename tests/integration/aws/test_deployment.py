from collections.abc import Iterator

import pytest

from newsrec.aws.clients import client
from newsrec.aws.deployment import STACKS, NotDeployed, stack_outputs
from newsrec.unavailable import Unavailable
from tests.integration.cloudformation import Stacks, cloudformation, every_output


@pytest.fixture
def stacks(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stacks]:
    deployed: Stacks = {}
    with cloudformation(deployed) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", url)
        yield deployed


def test_outputs_are_gathered_from_all_stacks_of_the_environment_and_from_no_other(stacks: Stacks) -> None:
    outputs = list(every_output().items())
    stacks["newsrec-dev2-data"] = dict.fromkeys(every_output(), "another environment's")
    for position, name in enumerate(STACKS):
        stacks[f"newsrec-dev-{name}"] = dict(outputs[position :: len(STACKS)]) | {"ExportsOutputRefA": name}
    stacks["newsrec-prod-data"] = dict.fromkeys(every_output(), "another environment's")
    found = stack_outputs("dev")
    assert (found.articles_table_name, found.alarm_topic_arn) == ("the-ArticlesTableName", "the-AlarmTopicArn")


@pytest.mark.parametrize(
    ("deployed", "said"),
    [
        ({*STACKS} - {"training"}, "not deployed: newsrec-dev-training"),
        ({*STACKS}, "missing outputs of environment dev: ApiId, TrainingMachineArn"),
    ],
)
def test_a_missing_stack_is_named_or_else_its_missing_outputs(stacks: Stacks, deployed: set[str], said: str) -> None:
    there = {key: value for key, value in every_output().items() if key not in {"ApiId", "TrainingMachineArn"}}
    stacks.update({f"newsrec-dev-{name}": there for name in deployed})
    with pytest.raises(NotDeployed, match=f"^{said}$"):
        stack_outputs("dev")


def test_an_environment_without_stacks_is_not_deployed(stacks: Stacks) -> None:
    stacks["somebody-elses"] = every_output()
    with pytest.raises(NotDeployed, match=r"newsrec-prod-data, .*newsrec-prod-operations"):
        stack_outputs("prod")


def test_cloudformation_that_is_away_is_said(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", "http://127.0.0.1:9")
    client.cache_clear()
    with pytest.raises(Unavailable, match=r"^CloudFormation: .*127\.0\.0\.1:9"):
        stack_outputs("dev")
