"""The command ``alegra-sandbox``."""

import argparse
import asyncio
import json
import signal
import socket
import sys
from collections.abc import Sequence
from datetime import date

from aiohttp import web

from .control import BASE as CONTROL_BASE
from .control import add_control_routes
from .countries import COUNTRIES
from .faults import parse_fault
from .founding import SHARES
from .quirks import Quirks
from .server import BASE, Sandbox, Settings

HOST = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve one simulated company on the loopback interface until a signal comes.

    One line of JSON on standard output tells the addresses, once they answer.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = _settings(options)
    except ValueError as error:
        parser.error(str(error))
    asyncio.run(_serve(Sandbox(settings), options.port))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alegra-sandbox", description="A hostile, faithful simulator of the Alegra REST API."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--country", choices=sorted(COUNTRIES), default="MX")
    parser.add_argument("--size", type=int, default=1000, help="number of documents")
    parser.add_argument("--seed", type=int, default=1, help="everything invented follows from it")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD; default the real day"
    )
    parser.add_argument(
        "--requests-per-minute", type=int, help="0 for no limit; default the country's"
    )
    parser.add_argument("--rate-window-seconds", type=float, default=60.0)
    parser.add_argument("--latency", type=int, default=0, metavar="MS")
    parser.add_argument("--email", default=Settings.email)
    parser.add_argument("--token", default=Settings.token)
    parser.add_argument(
        "--documents",
        default="",
        metavar="KIND=N,...",
        help=f"numbers in place of shares of the size: {', '.join(SHARES)}",
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KIND,NAME=VALUE,...",
        help="e.g. 503,path=^/invoices,every=5,times=3",
    )
    parser.add_argument("--quirk", action="append", default=[], metavar="NAME=VALUE")
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        country=COUNTRIES[options.country],
        size=options.size,
        seed=options.seed,
        today=options.today or date.today(),
        requests_per_minute=options.requests_per_minute,
        rate_window_seconds=options.rate_window_seconds,
        latency_milliseconds=options.latency,
        email=options.email,
        token=options.token,
        documents=_documents(options.documents),
        quirks=Quirks().with_values(_pairs(options.quirk)),
        faults=tuple(parse_fault(text) for text in options.fault),
    )


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator:
            raise ValueError(f"{text!r} is not NAME=VALUE")
        pairs[name.replace("-", "_")] = value
    return pairs


def _documents(text: str) -> dict[str, int]:
    counts = {}
    for part in text.split(",") if text else []:
        kind, _, count = part.partition("=")
        if kind not in SHARES:
            raise ValueError(f"no documents {kind!r}; there are {', '.join(SHARES)}")
        counts[kind] = int(count)
    return counts


async def _serve(sandbox: Sandbox, port: int) -> None:
    application = web.Application()
    add_control_routes(application, sandbox)
    application.router.add_route("*", BASE + "/{path:.*}", sandbox.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    await web.SockSite(runner, listener).start()
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    print(json.dumps({"url": address + BASE, "control": address + CONTROL_BASE}), flush=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    await runner.cleanup()
    sys.stdout.flush()
