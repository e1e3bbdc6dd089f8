"""Full refresh of tables by offset, as PostHog's source reads Alegra: page after page, no more.

Usage: offset_read.py CONFIG
"""

import json
import sys
import time

import requests

LIMIT = 30

with open(sys.argv[1]) as file:
    config = json.load(file)
session = requests.Session()
session.auth = (config["email"], config["api_token"])


def page(table, start):
    """One page; after a refusal the same once more."""
    parameters = {"start": start, "limit": LIMIT, "order_field": "id"}
    while True:
        answer = session.get(f"{config['api_url']}/{table}", params=parameters)
        if answer.status_code != 429:
            answer.raise_for_status()
            return answer.json()
        time.sleep(int(answer.headers["X-Rate-Limit-Reset"]) + 1)


for table in config["tables"]:
    start = 0
    while True:
        rows = page(table, start)
        for row in rows:
            record = {"stream": table, "data": row}
            print(json.dumps({"type": "RECORD", "record": record}, separators=(",", ":")))
        if len(rows) < LIMIT:
            break
        start += LIMIT
