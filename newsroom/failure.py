"""The one error that ends a demo: what went wrong in one line, and what to do about it."""


class StepFailed(Exception):
    """A step of the demo can't go on; the message says what to do."""


def require(holds: bool, otherwise: str) -> None:
    """Raises `StepFailed` with `otherwise`."""
    if not holds:
        raise StepFailed(otherwise)
