"""Writes ready-made invoices with a `dlt.destination` of ours, in batches of ten.

Usage: dlt_write.py CONFIG ROWS
"""

import json
import sys

import dlt
from dlt.sources.helpers import requests

with open(sys.argv[1]) as file:
    config = json.load(file)


@dlt.destination(
    batch_size=10,
    naming_convention="direct",
    name="alegra",
    skip_dlt_columns_and_tables=True,
    max_table_nesting=9,
)
def alegra(rows, table):
    """Post each row."""
    for row in rows:
        requests.post(
            f"{config['api_url']}/{table['name']}",
            json=json.loads(row["body"]),
            auth=(config["email"], config["api_token"]),
        )


with open(sys.argv[2]) as file:
    rows = [json.loads(line) for line in file]
dlt.pipeline("bench", destination=alegra, dataset_name="bench").run(rows, table_name="invoices")
