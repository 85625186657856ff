"""Lets a test hold clients of python-socketio over the standard streams.

One JSON object per line, as ../node/lines.mjs has it, with those operations of ../node/socket-operations.mjs that are
needed here; bytes travel as { "$binary": "<base64>" }, at any depth.
"""
import asyncio
import base64
import json
import sys
from urllib.parse import urlsplit

import socketio

DEFAULT_TIMEOUT = 10_000


def with_bytes(value):
    """Turns the JSON form into values with bytes."""
    if isinstance(value, list):
        return [with_bytes(item) for item in value]
    if isinstance(value, dict):
        if list(value) == ["$binary"]:
            return base64.b64decode(value["$binary"])
        return {key: with_bytes(item) for key, item in value.items()}
    return value


def without_bytes(value):
    """Turns values with bytes into the JSON form."""
    if isinstance(value, (bytes, bytearray)):
        return {"$binary": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return [without_bytes(item) for item in value]
    if isinstance(value, dict):
        return {key: without_bytes(item) for key, item in value.items()}
    return value


class RecordedClient(socketio.AsyncClientNamespace):
    """A client that keeps all it receives, so that a test can ask for it afterwards."""

    def __init__(self, url, options):
        parts = urlsplit(url)
        super().__init__(parts.path or "/")
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.register_namespace(self)
        self._received = []
        self._responses = {}
        self._disconnects = 0
        self._connect_errors = []
        self._changed = asyncio.Condition()
        self._connecting = asyncio.create_task(
            self._connect(f"{parts.scheme}://{parts.netloc}", options))

    async def _connect(self, url, options):
        try:
            await self._client.connect(
                url, auth=options.get("auth"), transports=options.get("transports"), wait_timeout=DEFAULT_TIMEOUT / 1000)
        except socketio.exceptions.ConnectionError as error:
            print(f"not connected: {error}", file=sys.stderr)
        await self._notify()

    async def trigger_event(self, event, *args):
        """Called by the library for every event, its own three included. What is returned acknowledges the event."""
        if event == "disconnect":
            self._disconnects += 1
        elif event == "connect_error":
            self._connect_errors.append(args[0] if args else None)
        elif event != "connect":
            self._received.append({"event": event, "args": without_bytes(args)})
        await self._notify()
        return self._responses.get(event)

    async def _notify(self):
        async with self._changed:
            self._changed.notify_all()

    @property
    def state(self):
        connected = self._client.connected and self.namespace in self._client.namespaces
        return {
            "connected": connected,
            "id": self._client.get_sid(self.namespace) if connected else None,
            "transport": self._client.transport() if connected else None,
            "disconnects": ["?"] * self._disconnects,
            "connectErrors": [{"message": None, "data": error} for error in self._connect_errors],
        }

    def received(self, event=None):
        return [item for item in self._received if event in (None, item["event"])]

    def respond(self, event, values):
        self._responses[event] = tuple(with_bytes(values))

    async def emit_event(self, event, args, ack, timeout):
        answered = asyncio.get_running_loop().create_future()
        callback = (lambda *values: answered.set_result(values)) if ack else None
        await self._client.emit(event, tuple(with_bytes(args)), namespace=self.namespace, callback=callback)
        return without_bytes(await asyncio.wait_for(answered, timeout / 1000)) if ack else None

    async def wait_until(self, test, timeout):
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(test), timeout / 1000)

    async def close(self):
        # One that was refused still waits for its namespace.
        self._connecting.cancel()
        await asyncio.gather(self._connecting, return_exceptions=True)
        await self._client.disconnect()


clients = {}


def find(request):
    return clients[request["socket"]]


def open_client(request):
    clients[request["socket"]] = RecordedClient(request["url"], request.get("options", {}))


async def close_client(request):
    await find(request).close()
    del clients[request["socket"]]


async def emit(request):
    return await find(request).emit_event(
        request["event"], request.get("args", []), request.get("ack", False), request.get("timeout", DEFAULT_TIMEOUT))


async def wait(request):
    client, event = find(request), request.get("event")
    await client.wait_until(
        lambda: len(client.received(event)) >= request.get("count", 1), request.get("timeout", DEFAULT_TIMEOUT))
    return client.received(event)


async def wait_state(request):
    client = find(request)

    def reached():
        state = client.state
        return (state["connected"] == request.get("connected", state["connected"])
                and len(state["disconnects"]) >= request.get("disconnects", 0)
                and len(state["connectErrors"]) >= request.get("connectErrors", 0))

    await client.wait_until(reached, request.get("timeout", DEFAULT_TIMEOUT))
    return client.state


OPERATIONS = {
    "open": open_client,
    "close": close_client,
    "emit": emit,
    "received": lambda request: find(request).received(request.get("event")),
    "wait": wait,
    "state": lambda request: find(request).state,
    "waitState": wait_state,
    "respond": lambda request: find(request).respond(request["event"], request["with"]),
}


async def answer(request):
    try:
        result = OPERATIONS[request["op"]](request)
        if asyncio.iscoroutine(result):
            result = await result
        line = {"id": request["id"], "result": result}
    except Exception as error:  # whatever it is, the test is told
        line = {"id": request["id"], "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(line), flush=True)


async def main():
    running = set()
    while line := await asyncio.to_thread(sys.stdin.readline):
        # Each starts in the order of its line.
        task = asyncio.create_task(answer(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)


asyncio.run(main())
