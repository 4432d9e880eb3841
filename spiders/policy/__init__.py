"""What a crawl may ask for and take in: one small Scrapy component per rule."""
