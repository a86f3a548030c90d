"""The CDK app: read the settings, make the stacks, nothing else."""

import sys

import aws_cdk as cdk

from infra.packaging import PackagingError
from infra.settings import SettingsError, read_settings
from infra.stacks import add_stacks


def main() -> None:
    """Synthesise every stack of the environment that the context names (`-c environment=prod`)."""
    app = cdk.App()
    try:
        add_stacks(app, read_settings(app.node.get_all_context()))
    except (SettingsError, PackagingError) as error:
        sys.exit(str(error))
    app.synth()


main()
