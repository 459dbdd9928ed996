"""How many bytes come over the wire, whoever asks for them?

A relay stands between the browser and the program and counts. The browser's own figures leave
out what a service worker fetches, and what it sends on while a page is being left.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from types import TracebackType

CHUNK = 64 * 1024


class Wire:
    """A relay to a port of this machine, on a free port; a context manager that ends it.

    `received` counts the bytes that the program has sent since the last `reset`, headers included.
    """

    def __init__(self, port: int) -> None:
        self._target, self.received = port, 0
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Wire:
        self._thread.start()
        listening = asyncio.start_server(self._relay, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def reset(self) -> None:
        self.received = 0

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(
            self._pass_on(reader, far_writer, counted=False),
            self._pass_on(far_reader, writer, counted=True),
        )

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                self.received += len(chunk) * counted
                writer.write(chunk)
                await writer.drain()
        with suppress(ConnectionError):
            writer.close()

    async def _close(self) -> None:
        self._server.close()
        own = asyncio.current_task()
        waiting = [it for it in asyncio.all_tasks() if it is not own]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
