"""Plain Scrapy: its defaults, its own selectors, the same pages and the same fields. What ours is compared with."""

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class PlainSpider(scrapy.Spider):
    """As Scrapy's tutorial teaches it."""

    name = "plain"

    def parse(self, response: Response) -> Iterator[Any]:
        for link in response.css("ol.results > li.result > h2 > a::attr(href)").getall():
            yield response.follow(link, self.parse_ad)
        following = response.css("a[rel=next]::attr(href)").get()
        if following:
            yield response.follow(following, self.parse)

    def parse_ad(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {
            "key": response.css("article.ad::attr(data-id)").get(),
            "title": response.css("article.ad h1::text").get(),
            "body": " ".join(response.css("article.ad div.description ::text").getall()),
            "posted_at": response.css("article.ad time::attr(datetime)").get(),
            "price": response.css("dd.price::text").get(),
            "place": response.css("dd.place::text").get(),
        }


def main(start: str) -> None:
    # The one setting: by default every ad is printed, which would make ours look better than it is.
    process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING"})
    process.crawl(PlainSpider, start_urls=[start])
    process.start()


if __name__ == "__main__":
    main(sys.argv[1])
