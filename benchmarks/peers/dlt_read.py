"""Full refresh of tables with dlt's `rest_api`, extracted and printed, loaded nowhere.

Usage: dlt_read.py CONFIG
"""

import json
import sys

from dlt.common.json import json as fast_json
from dlt.sources.rest_api import rest_api_source

with open(sys.argv[1]) as file:
    config = json.load(file)


def resource(table):
    """A table as one resource."""
    parameters = {"limit": 30, "order_field": "id"}
    return {"name": table, "primary_key": "id", "endpoint": {"path": table, "params": parameters}}


source = rest_api_source(
    {
        "client": {
            "base_url": config["api_url"],
            "auth": {
                "type": "http_basic",
                "username": config["email"],
                "password": config["api_token"],
            },
            "paginator": {
                "type": "offset",
                "limit": 30,
                "offset_param": "start",
                "limit_param": "limit",
                "total_path": None,
            },
        },
        "resources": [resource(table) for table in config["tables"]],
    }
)
for row in source:
    print(fast_json.dumps({"type": "RECORD", "record": {"data": row}}))
