"""Adapters to outside systems that no single trade owns. Each fills a port that stands where it is asked."""
