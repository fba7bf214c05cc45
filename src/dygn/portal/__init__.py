"""The municipality's public face: pages that editors write, service pages, topics, news and search."""
