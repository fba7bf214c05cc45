"""Open ePlatform: one flow as it is exported (.oeflow).

Made from what the platform's public source writes and reads. No real export has been had to try it with.
"""
