"""CrawlReport -> at most one open alert a source: opened when its layout drifts, closed when it is well again."""

from processors.health.process import build

__all__ = ["build"]
