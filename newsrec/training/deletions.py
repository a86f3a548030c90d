"""Where in the data bucket it stands which readers the training data must lose."""

from typing import Final

DELETIONS: Final = "deletions/"
"""The requests that wait, and the lists of those that jobs deleted."""
WAITING: Final = f"{DELETIONS}waiting/"
