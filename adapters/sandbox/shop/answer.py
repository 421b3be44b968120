"""What the shop answers, and how it says no."""

import msgspec

XML = "text/xml;charset=utf-8"
JSON = "application/json"
HTML = "text/html; charset=utf-8"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A whole HTTP answer; `items` is how many records were read or written for it."""

    status: int = 200
    body: bytes = b""
    content_type: str = XML
    headers: tuple[tuple[str, str], ...] = ()
    is_webservice: bool = True
    items: int = 0


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of ours
    """The web service says no, with its numbered errors; the last one's status wins."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.errors = [(code, message)]
        self.headers: tuple[tuple[str, str], ...] = ()

    def before(self, *later: tuple[int, str]) -> "Refusal":
        """This refusal, followed by errors that came of it."""
        self.errors = [*self.errors, *later]
        return self

    def after(self, *earlier: tuple[int, str]) -> "Refusal":
        """This refusal, preceded by errors that were found before it."""
        self.errors = [*earlier, *self.errors]
        return self


class NotThere(Exception):  # noqa: N818 - a way to answer, not an error
    """404 with an empty body: there is nothing under this id."""


class Crash(Exception):  # noqa: N818 - a way to answer, not an error
    """500 with an empty body: what an exception that nobody caught looks like in production."""


def php_warning(text: str) -> tuple[int, str]:
    """A warning of PHP's, which the web service passes on as an error."""
    return (3, f"[PHP Warning #2] {text}")


CRASHED = Answer(
    status=500, content_type=HTML, is_webservice=False, headers=(("Connection", "close"),)
)
