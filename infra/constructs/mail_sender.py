"""The address that mails are sent from, at Amazon SES."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.settings import Settings


class MailSender(Construct):
    """The sender's domain, which its owner proves with the DNS records that Amazon SES names, and how it sends.

    Addresses that bounced or complained are not written to again.
    """

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self._domain = settings.digest_sender.rpartition("@")[2]
        self.configuration_set_name = settings.named("digest")
        self.configuration_set = ses.CfnConfigurationSet(
            self,
            "ConfigurationSet",
            name=self.configuration_set_name,
            delivery_options=ses.CfnConfigurationSet.DeliveryOptionsProperty(tls_policy="REQUIRE"),
            reputation_options=ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=True),
            sending_options=ses.CfnConfigurationSet.SendingOptionsProperty(sending_enabled=True),
            suppression_options=ses.CfnConfigurationSet.SuppressionOptionsProperty(
                suppressed_reasons=["BOUNCE", "COMPLAINT"]
            ),
        )
        ses.CfnEmailIdentity(self, "Identity", email_identity=self._domain)

    def grant_send(self, grantee: iam.IGrantable) -> None:
        """Send from the domain's addresses, through the configuration set."""
        stack = cdk.Stack.of(self)
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["ses:SendEmail", "ses:SendRawEmail"],
            resource_arns=[
                stack.format_arn(service="ses", resource="identity", resource_name=self._domain),
                stack.format_arn(
                    service="ses", resource="configuration-set", resource_name=self.configuration_set_name
                ),
            ],
        ).assert_success()
