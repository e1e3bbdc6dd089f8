"""The command ``alegra-sandbox``."""

import argparse
import asyncio
import json
import signal
import socket
from collections.abc import Sequence

from aiohttp import web

from .control import BASE as CONTROL_BASE
from .control import add_control_routes
from .options import Options
from .server import BASE, Sandbox

HOST = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve one simulated company on the loopback interface until a signal comes.

    One line of JSON on standard output tells the addresses, once they answer.
    """
    parser = argparse.ArgumentParser(
        prog="alegra-sandbox", description="A hostile, faithful simulator of the Alegra REST API."
    )
    options = Options.parse(parser, arguments)
    try:
        sandbox = Sandbox(options)
    except ValueError as error:
        parser.error(str(error))
    asyncio.run(_serve(sandbox, options.port))


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
