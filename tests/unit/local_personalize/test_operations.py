"""Every operation of the three APIs is answered, or is one of those that are said not to be built."""

from local_personalize.operations import OPERATIONS
from local_personalize.wire.apis import load_apis

NOT_BUILT = {
    *(f"{verb}Recommender" for verb in ("Create", "Delete", "Describe", "Start", "Stop", "Update")),
    "ListRecommenders",
    *("CreateBatchSegmentJob", "DescribeBatchSegmentJob", "ListBatchSegmentJobs"),
    *("PutActions", "PutActionInteractions", "GetActionRecommendations"),
}


def test_all_operations_besides_recommenders_segments_and_actions_are_built() -> None:
    apis = load_apis()
    known = {operation.name for operation in (*apis.by_target.values(), *apis.by_path.values())}
    assert known - OPERATIONS.keys() == NOT_BUILT
    assert OPERATIONS.keys() <= known
