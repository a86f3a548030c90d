"""The one logger and the one metrics sink of a function."""

from aws_lambda_powertools import Logger, Metrics

logger = Logger()
metrics = Metrics()
