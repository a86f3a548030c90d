"""Limits on requests per second, as the service has them; they hold only while they are switched on."""

from collections.abc import Mapping
from typing import Any

from local_personalize.clock import Clock
from local_personalize.control.kinds import CAMPAIGN, DATASET, EVENT_TRACKER
from local_personalize.control.registry import Registry
from local_personalize.errors import ThrottlingError

PUT_EVENTS_RATE = 1000.0
PUT_RECORDS_RATE = 10.0


class TokenBucket:
    """Lets requests through at a rate per second, and those of one second at once."""

    def __init__(self, now: float) -> None:
        self.tokens: float | None = None
        self.filled = now

    def take(self, rate: float, now: float) -> bool:
        """Whether one more request may pass at `now`, in epoch seconds."""
        tokens = rate if self.tokens is None else min(rate, self.tokens + rate * (now - self.filled))
        self.filled = now
        self.tokens = tokens - 1.0 if tokens >= 1.0 else tokens
        return tokens >= 1.0


class Throttling:
    """The limits: a campaign's minProvisionedTPS, 1,000 PutEvents and 10 PutItems or PutUsers of a dataset group."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self.registry = registry
        self.clock = clock
        self.enabled = False
        self.buckets: dict[tuple[str, str], TokenBucket] = {}

    def switch(self, *, enabled: bool) -> None:
        """Begin with full buckets, or stop."""
        self.enabled = enabled
        self.buckets.clear()

    def check(self, operation: str, request: Mapping[str, Any]) -> None:
        """ThrottlingError if the request is one too many."""
        limit = self._limit(operation, request)
        if limit is None:
            return
        limited, rate = limit
        now = self.clock.now()
        if not self.buckets.setdefault(limited, TokenBucket(now)).take(rate, now):
            raise ThrottlingError(f"{operation}: more than {rate:g} requests in a second for {limited[1]}")

    def _limit(self, operation: str, request: Mapping[str, Any]) -> tuple[tuple[str, str], float] | None:
        """What is limited, and its rate; nothing for what does not exist."""
        match operation:
            case "GetRecommendations" | "GetPersonalizedRanking":
                campaign = self.registry.by_arn.get(request.get("campaignArn", ""))
                if campaign is not None and campaign.kind is CAMPAIGN:
                    return ("campaign", campaign.arn), float(campaign["minProvisionedTPS"])
            case "PutEvents":
                for tracker in self.registry.all(EVENT_TRACKER, trackingId=request["trackingId"]):
                    return (operation, tracker["datasetGroupArn"]), PUT_EVENTS_RATE
            case "PutItems" | "PutUsers":
                dataset = self.registry.by_arn.get(request["datasetArn"])
                if dataset is not None and dataset.kind is DATASET:
                    return (operation, dataset["datasetGroupArn"]), PUT_RECORDS_RATE
            case _:
                pass
        return None
