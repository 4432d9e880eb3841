"""Scrapy's settings for one crawl: its secure ones, each departure from the default with its reason.

The checklist is Scrapy's own security page, https://docs.scrapy.org/en/latest/topics/security.html.
"""

from typing import Any

from spiders.job import PRODUCT, SETTING, Job


def scrapy_settings(job: Job) -> dict[str, Any]:
    """The settings of a crawl, as plain data."""
    return {SETTING: job, **_identity(job), **_manners(job), **_limits(job), **DOORS_SHUT, **_components(job)}


def _identity(job: Job) -> dict[str, Any]:
    contact = f" (+{job.limits.contact})" if job.limits.contact else ""
    return {"BOT_NAME": PRODUCT, "USER_AGENT": f"{PRODUCT}/1{contact}", "ROBOTSTXT_USER_AGENT": PRODUCT}


def _manners(job: Job) -> dict[str, Any]:
    pace = job.source.pace
    return {
        "ROBOTSTXT_OBEY": True,  # default False
        "CONCURRENT_REQUESTS": pace.concurrency,  # default 16; more would only wait for their turn
        "CONCURRENT_REQUESTS_PER_DOMAIN": pace.concurrency,  # default 8
        "DOWNLOAD_DELAY": pace.delay_s,  # default 0
        "DOWNLOAD_DELAY_JITTER": 0,  # default 0.5; policy/pace.py gives the moments, all crawls of a domain together
        "AUTOTHROTTLE_ENABLED": pace.delay_s > 0,  # default False; slows down further when the site answers slowly
        "AUTOTHROTTLE_START_DELAY": pace.delay_s,  # default 5
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],  # default with 429, which asks us to go away for now
        # Default 100, and Scrapy starts that many tasks for every page, needed or not: a fifth of a crawl's time.
        "CONCURRENT_ITEMS": 1,
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop",  # default: the one of the standard library
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # default True: reads our source code again in every crawl
        "HTTPERROR_ALLOW_ALL": True,  # default False; the spider tells a refusal from a fault and counts both
    }


def _limits(job: Job) -> dict[str, Any]:
    limits = job.limits
    return {
        "DOWNLOAD_TIMEOUT": limits.timeout_s,  # default 180; holds for the whole page, so a drip cannot keep us
        "DOWNLOAD_MAXSIZE": limits.max_page_bytes,  # default 1 GiB; holds after decompression too
        "DOWNLOAD_WARNSIZE": limits.max_page_bytes // 8,  # default 32 MiB
        "CLOSESPIDER_TIMEOUT": limits.max_minutes * 60,  # default: none
        "CLOSESPIDER_PAGECOUNT": job.max_pages or 0,  # default: none
        "DEPTH_LIMIT": limits.max_depth,  # default: none
        "REDIRECT_MAX_TIMES": 5,  # default 20
        "MEMUSAGE_LIMIT_MB": limits.memory_mb,  # default: none
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5,  # default 60, time enough to fill any memory
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 5_000_000,  # as by default: pages whose ads wait for Kafka hold back new ones
        "CLOSESPIDER_ERRORCOUNT": 100,  # default: none; who fails a hundred times is wrong, not unlucky
    }


def _components(job: Job) -> dict[str, Any]:
    if not job.source.onion:
        return COMPONENTS
    handler = "spiders.policy.onion.OnionHandler"
    through_proxy = {"spiders.policy.onion.OnionMiddleware": 60}  # after the guard, before robots.txt
    return {
        **COMPONENTS,
        "DOWNLOAD_HANDLERS": {**DOORS_SHUT["DOWNLOAD_HANDLERS"], "http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {**COMPONENTS["DOWNLOADER_MIDDLEWARES"], **through_proxy},
    }


DOORS_SHUT: dict[str, Any] = {
    "TELNETCONSOLE_ENABLED": False,  # default True: a port on which code can be run
    "REMOTE_CONTROL_ENABLED": False,  # default True: another one
    "COOKIES_ENABLED": False,  # default True; we are nobody's session
    "DOWNLOAD_VERIFY_CERTIFICATES": True,  # default False
    # By default file, data, s3 and ftp addresses are fetched too.
    "DOWNLOAD_HANDLERS": {"file": None, "data": None, "s3": None, "ftp": None},
    "METAREFRESH_ENABLED": False,  # default True; a redirect only a browser should follow
    "HTTPPROXY_ENABLED": False,  # default True: a proxy from the environment would connect past the guard
    "REFERRER_POLICY": "no-referrer",  # default: like a browser
    "STATS_DUMP": False,  # default True; the crawl report says it better
    "LOG_LEVEL": "INFO",  # default DEBUG, which prints whole ads
    "LOG_INSTALL_ROOT_HANDLER": False,  # default True; spiders/logs.py does it
    "LOG_FORMATTER": "spiders.logs.SilentFormatter",  # by default ads are printed when one is dropped or fails
}

COMPONENTS: dict[str, Any] = {
    "TWISTED_DNS_RESOLVER": "spiders.policy.resolver.GuardedResolver",
    "DOWNLOADER_MIDDLEWARES": {
        "spiders.policy.guard.GuardMiddleware": 50,  # before everything else, so that nothing else is asked for
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "spiders.policy.robots.RobotsMiddleware": 100,
        "spiders.policy.conditional.ConditionalMiddleware": 200,
        "spiders.policy.refusal.RefusalMiddleware": 560,  # before retries, after decompression
        "spiders.policy.storm.StormMiddleware": 880,
        "spiders.policy.pace.PaceMiddleware": 900,  # after everything else: what goes out now goes out at its moment
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        # Not used, and so not even loaded.
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    },
    # Every ad and every request goes through each of these: those that do nothing with our settings are left out.
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
        "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # spiders/read/urls.py has the bound
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    },
    "EXTENSIONS": {
        "spiders.archiving.Archiving": 0,
        "spiders.policy.content.ContentGuard": 0,
        "spiders.policy.freeze.FreezeWatch": 0,
        "spiders.policy.headers.HeaderBound": 0,
        "spiders.policy.memory.MemoryCap": 0,
        "spiders.policy.stop.StopWatch": 0,
        "scrapy.extensions.telnet.TelnetConsole": None,
        "scrapy.extensions.remote_control.RemoteControl": None,
        "scrapy.extensions.feedexport.FeedExporter": None,
        "scrapy.extensions.memdebug.MemoryDebugger": None,
        "scrapy.extensions.spiderstate.SpiderState": None,
    },
    "ITEM_PIPELINES": {"spiders.pipeline.HandoverPipeline": 100},
}
