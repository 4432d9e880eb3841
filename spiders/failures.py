"""Names for why a page could not be fetched: a short fixed word each, for statistics and reports."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)

BY_TYPE: dict[type[BaseException], str] = {
    DownloadTimeoutError: "timeout",
    DownloadCancelledError: "too_large",  # Scrapy cancels a download for no other reason
    DownloadConnectionRefusedError: "connection_refused",
    CannotResolveHostError: "unknown_or_refused_host",
    DownloadFailedError: "connection_lost",
    ResponseDataLossError: "connection_lost",
    StopDownload: "content_type",  # our own guard stops a download for no other reason
}
# Scrapy and our guard ignore requests for several reasons and tell them apart by their message only.
BY_MESSAGE = {
    "refused": "refused",
    "Forbidden by robots.txt": "robots",
    "robots.txt not reachable": "robots_unreachable",
    "max redirections reached": "redirects",
    "Ignored response": "too_large",
    "asked to wait": "too_many_requests",
    "binary": "content_type",
    "closing": "closing",
}


def failure_reason(error: BaseException) -> str:
    """Why a page could not be fetched."""
    if isinstance(error, IgnoreRequest):
        return next((word for start, word in BY_MESSAGE.items() if str(error).startswith(start)), "ignored")
    return next((word for kind, word in BY_TYPE.items() if isinstance(error, kind)), type(error).__name__)
