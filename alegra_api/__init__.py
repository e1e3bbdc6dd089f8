"""Alegra's REST API as it is: requests, errors, rate limit, lists; nothing unified."""
