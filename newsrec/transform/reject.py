"""What is wrong with a record that can't be used."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class FieldError:
    """One broken rule: the field's path (`context.region`), the rule's name, and a sentence."""

    path: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that can't be used, as it came, with every rule that it breaks."""

    record: object
    errors: tuple[FieldError, ...]

    @property
    def reason(self) -> str:
        """All broken rules in one line: `path: message; ...`."""
        return _in_one_line(self.errors)

    def as_json(self) -> dict[str, Any]:
        return {
            "record": self.record,
            "errors": [{"path": error.path, "rule": error.rule, "message": error.message} for error in self.errors],
        }


class BrokenRules(ValueError):
    """What can't be used, with every rule that it breaks."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(_in_one_line(errors))
        self.errors = errors


def _in_one_line(errors: tuple[FieldError, ...]) -> str:
    return "; ".join(f"{error.path}: {error.message}" for error in errors)


def rejected(record: object, path: str, rule: str, message: str) -> Reject:
    return Reject(record, (FieldError(path, rule, message),))


def reject_of(record: object, error: ValidationError) -> Reject:
    """The reject that says everything pydantic found."""
    return Reject(
        record,
        tuple(
            FieldError(".".join(str(part) for part in found["loc"]) or "$", found["type"], found["msg"])
            for found in error.errors(include_url=False, include_context=False, include_input=False)
        ),
    )
