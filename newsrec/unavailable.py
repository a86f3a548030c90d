"""The one error of every outside system."""


class Unavailable(Exception):
    """An outside system refused or did not answer in time; the same call may succeed later."""
