"""Which failure of a crawl is worth another try, and when."""

from datetime import timedelta

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

MOST = 3  # tries after the first; a rule below can only make it fewer
AGAIN = RetryAction.RETRY
NEVER = RetryAction.FAIL


class CrawlError(Exception):
    """A crawl that was not good; the message says what to do."""


class WrongConfigurationError(CrawlError):
    """Raised when a setting or the source's file is wrong: a person must mend it."""


class BlockedError(CrawlError):
    """Raised when the site refuses us or asks for a login or captcha: respected, never worked around."""


class DriftedError(CrawlError):
    """Raised when the site's layout is not what the pack expects: it will not be in an hour either."""


class DegradedError(CrawlError):
    """Raised when pages could not be had, or another crawl of the source was running: that passes."""


class UndeliveredError(CrawlError):
    """Raised when Kafka did not take all ads: they wait in the outbox, and the next try delivers them."""


class EndedError(CrawlError):
    """Raised when the crawl ended without a verdict: killed, out of memory."""


POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(WrongConfigurationError, NEVER, reason="a person must mend the configuration"),
        RetryRule(BlockedError, NEVER, reason="the site does not want us; asking again would be rude"),
        RetryRule(DriftedError, NEVER, reason="the site's layout changed; see adwatch sources health"),
        RetryRule(UndeliveredError, AGAIN, timedelta(minutes=5), reason="Kafka may be back"),
        RetryRule(DegradedError, AGAIN, timedelta(minutes=30), reason="the site may be back"),
        RetryRule(EndedError, AGAIN, timedelta(minutes=5), reason="the machine may be well again"),
    ]
)
