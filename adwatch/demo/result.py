"""What came of the demo, and whether it is good."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from adwatch import settings
from adwatch.demo import compare, ledger, work
from adwatch.demo.compare import Share
from adwatch.errors import KnownError
from adwatch.mailbox import Mailbox
from adwatch.reader import Reader
from adwatch.receiver import Receiver
from processors.index.document import AlertDocument
from processors.pipeline import STAGES
from processors.plumbing import metrics
from schemas import ids
from schemas.alert import Severity
from schemas.events import CrawlReport
from schemas.tokens import TokenKeys
from simulator import World


@dataclass(frozen=True)
class Result:
    """All that the demo shows and judges."""

    crawls: Sequence[CrawlReport]
    stages: list[metrics.Report]
    ledger: ledger.Ledger
    shares: list[Share]
    cases: list[Share]
    alerts: list[AlertDocument]
    mails: int
    posts: int
    mail: str  # the best alert, as it arrived

    @property
    def failures(self) -> list[str]:
        """Why this run is not good; empty when it is."""
        found = [f"crawl of {r.source}: {r.outcome}: {', '.join(r.reasons)}" for r in self.crawls if r.exit_code]
        found += self.ledger.differences
        if not self.alerts:
            found.append("no alert was raised")
        told = {"mails": self.mails, "webhook calls": self.posts}
        least, most = self._messages
        found += [f"{len(self.alerts)} alerts, but {n} {what}" for what, n in told.items() if not least <= n <= most]
        hubs = [share for share in self.cases if share.what == "hub_number" and share.found]
        return found + [f"an alert shows {share.found} of {share.planted} ads with a shared number" for share in hubs]

    @property
    def _messages(self) -> tuple[int, int]:
        """How many messages a receiver gets, at least and at most: one for each alert, and one for each correction
        unless it could be put into the alert, or the alert was not sent at all."""
        corrected = [alert.correction for alert in self.alerts if alert.correction]
        withdrawn = sum(each.is_withdrawn for each in corrected)
        return len(self.alerts) - withdrawn, len(self.alerts) + len(corrected)


def judge(world: World, crawls: Sequence[CrawlReport], mails: Mailbox, posts: Receiver) -> Result:
    """Count and compare what lies on the bus, in the index and with the receivers."""
    loaded = settings.load()
    key = loaded.secrets.token_key
    if key is None:
        raise KnownError("no token key: `adwatch engines up` makes one")
    answers = {ids.ad_id(ad.site, ad.key): ad for ad in world.ads}
    with Reader(loaded.search) as reader:
        found = {ad.ad_id: ad for ad in reader.ads()}
        alerts = sorted(reader.alerts(), key=_urgency, reverse=True)
        counted = ledger.take(loaded, reader, frozenset(answers), frozenset({work.DAMAGED}))
    arrived = mails.mails()
    alerted = compare.alerted_ads(alerts, found)
    return Result(
        crawls=crawls,
        stages=[report for stage in STAGES if (report := metrics.read_report(loaded.home, stage))],
        ledger=counted,
        shares=[
            *compare.contacts(answers, found, TokenKeys.parse(key.get_secret_value())),
            compare.clusters(answers, found),
        ],
        cases=compare.cases(answers, alerted),
        alerts=alerts,
        mails=len(arrived),
        posts=len(posts.messages()),
        mail=_plain_text(arrived, alerts[0].alert_id) if alerts else "",
    )


def _urgency(alert: AlertDocument) -> tuple[int, int, str]:
    """The most severe first, then the one with the most reasons."""
    return list(Severity).index(alert.severity), len(alert.reasons), alert.alert_id


def _plain_text(mails: Sequence[EmailMessage], alert_id: str) -> str:
    """The plain text of the mail about an alert."""
    for mail in mails:
        body = mail.get_body(("plain",))
        if body and alert_id in str(mail["Message-ID"]):
            return f"Subject: {mail['Subject']}\n\n{body.get_content()}"
    return ""
