"""What a session refuses. Every refusal has a stable code that goes on the wire and a message that says what to do."""


class DomainError(Exception):
    """An act that was expected to be possible to refuse. `code` is stable; the message is for a person."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """It does not exist, or it belongs to another center: to the asker that is the same."""

    code = "not_found"


class Forbidden(DomainError):
    """The asker may know of it but may not do this."""

    code = "forbidden"


class EmailNeeded(Forbidden):
    """A member of staff without an email has no use of a password, nor of a link that leads to choosing one."""

    code = "email_needed"

    def __init__(self) -> None:
        super().__init__("A password is of use only with an email. An admin of the center can add one first.")


class Invalid(DomainError):
    """The request makes no sense, whatever the state; it has to be corrected."""

    code = "invalid"


class Conflict(DomainError):
    """The state does not allow it now; the message says what would have been allowed."""

    code = "conflict"


class BoardFull(Conflict):
    """A board takes no more; what is on it stays. It takes something again once it was cleared."""

    code = "board_full"


class Superseded(Conflict):
    """Another page of the same person is the one in use."""

    code = "superseded"


class Unauthorized(DomainError):
    """Nobody is signed in, or the token or link is used up. Sign in again or ask for a new one."""

    code = "unauthorized"
