"""A hostile, faithful simulator of the Alegra REST API.

It serves one invented company over HTTP and reproduces what is known of Alegra, the unpleasant
parts first: unstable paging, ignored filters, drifting types, throttling in disguise. Every such
behaviour stands with its source in `quirks.py`.
"""
