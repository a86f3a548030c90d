"""The batch jobs: source files in the data bucket become import files of Amazon Personalize, on AWS Glue."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from infra.packaging import REPOSITORY, job_asset, locked_version
from infra.security import acknowledge, wildcard
from infra.settings import Settings
from newsrec.training.deletions import DELETIONS

_SOURCE, _TRAINING = "source", "training"
_MOST_AT_ONCE: Final = 3
_LOGS: Final = ("error", "output")
_METRICS: Final = "Glue"
_MODULES: Final = ("nh3", "pydantic")
"""What the jobs import beside what AWS Glue brings."""


class GlueJob(Construct):
    """The Spark job of `glue_jobs/<name>.py`, one script file beside the `library` that it imports."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        name: str,
        role: iam.Role,
        library: assets.Asset,
        code_version: str,
        arguments: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        script = assets.Asset(self, "Script", path=str(Path(REPOSITORY / "glue_jobs" / f"{name}.py")))
        _allow_reading(role, script)
        self._job = glue.CfnJob(
            self,
            "Job",
            name=settings.named(f"{name}-job"),
            description=f"Transforms source files of {name} into import files of Amazon Personalize.",
            role=role.role_arn,
            command=glue.CfnJob.JobCommandProperty(
                name="glueetl", python_version="3", script_location=script.s3_object_url
            ),
            glue_version="5.0",
            worker_type="G.1X",
            number_of_workers=settings.glue_workers,
            timeout=settings.glue_timeout_minutes,
            max_retries=0,
            execution_property=glue.CfnJob.ExecutionPropertyProperty(max_concurrent_runs=_MOST_AT_ONCE),
            default_arguments={
                "--additional-python-modules": ",".join(f"{name}=={locked_version(name)}" for name in _MODULES),
                "--extra-py-files": library.s3_object_url,
                "--code-version": code_version,
                "--job-bookmark-option": "job-bookmark-disable",
                "--enable-metrics": "true",
                "--custom-logGroup-prefix": _log_prefix(settings),
                **arguments,
            },
        )
        # Without its rights a job can start, and then fails.
        self._job.node.add_dependency(role)
        acknowledge(self._job, "CloudWatch encrypts the logs by itself; they hold counts and no readers.", "GL1")
        acknowledge(
            self._job,
            "The job keeps its own watermark beside its output: Glue's bookmarks are lost with the job.",
            "GL3",
        )

    @property
    def name(self) -> str:
        """The job's name, and that it must be there first."""
        return self._job.ref


class GlueJobs(Construct):
    """Both jobs, and their role: reads `source/` and `deletions/`, works in `training/`, writes its own logs."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings, bucket: s3.Bucket) -> None:
        super().__init__(scope, id)
        role = iam.Role(self, "Role", assumed_by=cast(iam.IPrincipal, iam.ServicePrincipal("glue.amazonaws.com")))
        self._allow_data(role, bucket)
        for stream in _LOGS:
            logs.LogGroup(
                self,
                f"{stream.capitalize()}Logs",
                log_group_name=f"{_log_prefix(settings)}/{stream}",
                retention=logs.RetentionDays[settings.log_retention],
                removal_policy=cdk.RemovalPolicy.DESTROY,
            ).grant_write(role)
        self._allow_metrics(role)
        sources = job_asset()
        library = assets.Asset(
            self,
            "Library",
            path=str(sources.folder),
            asset_hash=sources.fingerprint,
            asset_hash_type=cdk.AssetHashType.CUSTOM,
        )
        _allow_reading(role, library)

        def job(id: str, name: str, **arguments: str) -> GlueJob:
            version = sources.fingerprint[:16]
            return GlueJob(
                self,
                id,
                settings=settings,
                name=name,
                role=role,
                library=library,
                code_version=version,
                arguments={f"--{name}": value for name, value in arguments.items()},
            )

        self.interactions = job("Interactions", "interactions", forgotten=bucket.s3_url_for_object(DELETIONS))
        self.items = job("Items", "items")

    def grant_run(self, grantee: iam.IGrantable) -> None:
        """Start both jobs, see how they go, and stop them."""
        stack = cdk.Stack.of(self)
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
            resource_arns=[
                stack.format_arn(service="glue", resource="job", resource_name=job.name)
                for job in (self.interactions, self.items)
            ],
        ).assert_success()

    def _allow_data(self, role: iam.Role, bucket: s3.Bucket) -> None:
        deletions = DELETIONS.removesuffix("/")
        folders = (_SOURCE, _TRAINING, deletions)
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={"StringLike": {"s3:prefix": [*folders, *(f"{folder}/*" for folder in folders)]}},
            )
        )
        for folder, actions in (
            (_SOURCE, ["s3:GetObject"]),
            (deletions, ["s3:GetObject"]),
            (_TRAINING, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[bucket.arn_for_objects(f"{folder}/*")]))
            acknowledge(
                role,
                "A job reads and writes whichever files are under its folder.",
                wildcard(role, bucket.bucket_arn, f"/{folder}/*"),
            )

    def _allow_metrics(self, role: iam.Role) -> None:
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["cloudwatch:PutMetricData"],
                resources=["*"],
                conditions={"StringEquals": {"cloudwatch:namespace": _METRICS}},
            )
        )
        acknowledge(
            role, "PutMetricData has no resource to name: the condition names the namespace.", "IAM5[Resource::*]"
        )


def _log_prefix(settings: Settings) -> str:
    return f"/aws-glue/{settings.named('jobs')}"


def _allow_reading(role: iam.Role, asset: assets.Asset) -> None:
    # `Asset.grant_read` allows all of the assets' bucket, with wildcards in its actions.
    role.add_to_policy(
        iam.PolicyStatement(actions=["s3:GetObject"], resources=[asset.bucket.arn_for_objects(asset.s3_object_key)])
    )
