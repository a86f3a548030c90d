"""The service's own errors, as botocore's models name them."""


class ServiceError(Exception):
    """An answer that is an error; `code` is its name on the wire."""

    code = "InternalFailure"
    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInputError(ServiceError):
    """The request breaks a rule of the API."""

    code = "InvalidInputException"
    status = 400


class InvalidNextTokenError(ServiceError):
    """The token does not come from this listing."""

    code = "InvalidNextTokenException"
    status = 400


class LimitExceededError(ServiceError):
    """A quota would be exceeded."""

    code = "LimitExceededException"
    status = 400


class ResourceAlreadyExistsError(ServiceError):
    """A resource of that name exists."""

    code = "ResourceAlreadyExistsException"
    status = 400


class ResourceInUseError(ServiceError):
    """The resource is in transition, or something still depends on it."""

    code = "ResourceInUseException"
    status = 409


class ResourceNotFoundError(ServiceError):
    """No such resource."""

    code = "ResourceNotFoundException"
    status = 404


class TooManyTagsError(ServiceError):
    """More than fifty tags on one resource."""

    code = "TooManyTagsException"
    status = 400


class TooManyTagKeysError(ServiceError):
    """More keys to take away than a resource can have tags."""

    code = "TooManyTagKeysException"
    status = 400


class ThrottlingError(ServiceError):
    """More requests in a second than there are allowed to be."""

    code = "ThrottlingException"
    status = 429


class UnknownOperationError(ServiceError):
    """The request names no operation of the three APIs."""

    code = "UnknownOperationException"
    status = 404


def not_built(what: str) -> InvalidInputError:
    """The error for a part of the service that is not here."""
    return InvalidInputError(f"{what} is not built in local_personalize")
