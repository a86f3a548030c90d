"""The outside systems: one adapter each, and the only place in `newsrec` that knows boto3."""
