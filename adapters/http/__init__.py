"""The one way to speak HTTP: limits on time and size, no redirects, and errors that are ours."""

from pos2web.adapters.http.credentials import Basic, Bearer, Credentials, Header
from pos2web.adapters.http.messages import (
    Body,
    Content,
    File,
    NotReachedError,
    Response,
    http_date,
    json_body,
    settled,
    xml_body,
)
from pos2web.adapters.http.speaking import Http, HttpLimits, Params, Sender, Transport

__all__ = [
    "Basic",
    "Bearer",
    "Body",
    "Content",
    "Credentials",
    "File",
    "Header",
    "Http",
    "HttpLimits",
    "NotReachedError",
    "Params",
    "Response",
    "Sender",
    "Transport",
    "http_date",
    "json_body",
    "settled",
    "xml_body",
]
