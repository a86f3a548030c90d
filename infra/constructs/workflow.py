"""A state machine that lives as a file, and the schedules that start it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.packaging import REPOSITORY
from infra.security import acknowledge, wildcard
from infra.settings import Settings

_FOLDER: Final = REPOSITORY / "stepfunctions"


class Workflow(Construct):
    """The machine of `stepfunctions/<name>.asl.json`, which may do nothing until granted; `${...}` in it are `values`.

    Starts that the scheduler could not make, and gave up, go to a queue of their own.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        name: str,
        values: Mapping[str, str],
        timeout: cdk.Duration,
    ) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self._name = name
        definition = Path(_FOLDER / f"{name}.asl.json").read_text(encoding="utf-8")
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=settings.named(name),
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions=values,
            timeout=timeout,
            tracing_enabled=True,
            logs=sfn.LogOptions(
                # Its input and output name readers, so they stay out of the log.
                include_execution_data=False,
                level=sfn.LogLevel.ALL,
                destination=logs.LogGroup(
                    self,
                    "Logs",
                    log_group_name=f"/aws/vendedlogs/states/{settings.named(name)}",
                    retention=logs.RetentionDays[settings.log_retention],
                    removal_policy=cdk.RemovalPolicy.DESTROY,
                ),
            ),
        )
        acknowledge(
            self.machine,
            "Delivery of logs and X-Ray's actions have no resource to name.",
            "IAM5[Resource::*]",
        )
        self.missed_starts = sqs.Queue(
            self,
            "MissedStarts",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=cdk.Duration.days(14),
        )
        acknowledge(
            self.missed_starts, "This is a dead-letter queue: nothing consumes it, so nothing fails on.", "SQS3"
        )

    def invoke(self, *functions: lambda_.Function) -> None:
        """Let the machine call these functions."""
        self.allow(["lambda:InvokeFunction"], *(function.function_arn for function in functions))

    def allow(self, actions: list[str], *resources: str) -> None:
        """Let the machine do this with these resources."""
        self.machine.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=list(resources)))

    def allow_distributed_map(self, label: str) -> None:
        """Let the machine run the children of its distributed map with this label."""
        name = self._settings.named(self._name)
        children = self._states_arn("execution", f"{name}/{label}:*")
        policy = iam.Policy(
            self,
            "DistributedMap",
            statements=[
                iam.PolicyStatement(
                    actions=["states:StartExecution"], resources=[self._states_arn("stateMachine", name)]
                ),
                iam.PolicyStatement(
                    actions=["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"],
                    resources=[children],
                ),
            ],
            roles=[self.machine.role],
        )
        acknowledge(
            policy,
            "A child execution's name is given by AWS when it starts.",
            wildcard(policy, children),
        )

    def start_at(
        self, id: str, *, cron: str, time_zone: str, give_up_after: cdk.Duration, input: Mapping[str, str]
    ) -> None:
        """Start the machine whenever `cron`, six fields in `time_zone`, says so; a start that late is not made."""
        scheduler.Schedule(
            self,
            id,
            schedule=scheduler.ScheduleExpression.expression(f"cron({cron})", cdk.TimeZone.of(time_zone)),
            description=f"Starts the {self._name} workflow.",
            target=cast(
                scheduler.IScheduleTarget,
                targets.StepFunctionsStartExecution(
                    cast(sfn.IStateMachine, self.machine),
                    input=scheduler.ScheduleTargetInput.from_object(dict(input)),
                    max_event_age=give_up_after,
                    dead_letter_queue=cast(sqs.IQueue, self.missed_starts),
                ),
            ),
        )

    def _states_arn(self, resource: str, name: str) -> str:
        return cdk.Stack.of(self).format_arn(
            service="states", resource=resource, resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
        )
