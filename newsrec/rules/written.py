"""A rule together with where it was written."""

from typing import NamedTuple

from newsrec.rules.decoding import Problem
from newsrec.rules.rule import Rule


class Written(NamedTuple):
    """A rule, and where in its document it stands and its parameters do."""

    path: str
    params_path: str
    rule: Rule

    def problem(self, field: str, message: str) -> Problem:
        """A mistake in one of its parameters."""
        return Problem(f"{self.params_path}.{field}", f"{message} (rule {self.rule.id})")
