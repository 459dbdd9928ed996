"""What does a page cost on the wire, and how soon is it there on a slow line?

Headers included, whoever asks: the page, or the worker that keeps it for when there is no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from benchmarks.wire import Wire

# What Chromium's developer tools call "Slow 4G" and called "Fast 3G" until 2024.
SLOW_LINE = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
    "uploadThroughput": 750 * 1024 / 8 * 0.9,
}
SETTLED = 3000  # milliseconds after which nothing of a page is on its way any more
MOMENTS = """() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const scripts = performance.getEntriesByType("resource")
        .filter((it) => it.initiatorType === "script" || it.name.endsWith(".js"))
        .map((it) => it.responseEnd);
    return {
        painted: paint ? paint.startTime : null,
        ready: Math.max(navigation.domContentLoadedEventEnd, ...scripts),
    };
}"""


@dataclass(frozen=True)
class Load:
    """What one page took: all bytes on the wire, and those that the page asked for itself a file;
    other hosts that were asked; seconds until the first text stood there and until its scripts
    ran."""

    bytes: int
    files: dict[str, int]
    other_hosts: tuple[str, ...]
    painted_seconds: float
    ready_seconds: float


class Scales:
    """Counts what the pages of one browser tab fetch."""

    def __init__(self, page: Page, wire: Wire, *, slow: bool = False) -> None:
        self.page, self.wire, self.urls, self.sizes = page, wire, {}, {}
        self.line = page.context.new_cdp_session(page)
        self.line.on("Network.requestWillBeSent", self._note_request)
        self.line.on("Network.loadingFinished", self._note_size)
        self.line.send("Network.enable")
        if slow:
            self.line.send("Network.emulateNetworkConditions", SLOW_LINE)

    urls: dict[str, str]
    sizes: dict[str, int]

    def load(self, url: str) -> Load:
        """Open `url` and weigh it."""
        self._empty()
        self.page.goto(url)
        moments = self.page.evaluate(MOMENTS)
        self.page.wait_for_timeout(SETTLED)
        return self._read(moments)

    def weigh_clicks(self, *selectors: str) -> int:
        """The bytes that follow from clicks, one after another, on these."""
        self._empty()
        for selector in selectors:
            self.page.locator(selector).first.click()
            self.page.wait_for_timeout(SETTLED)
        return self.wire.received

    def _read(self, moments: dict[str, Any]) -> Load:
        home = urlsplit(self.page.url).netloc
        hosts = {urlsplit(url).netloc for url in self.urls.values()}
        files: dict[str, int] = {}
        for key, size in self.sizes.items():
            path = urlsplit(self.urls[key]).path
            files[path] = files.get(path, 0) + size
        return Load(
            bytes=self.wire.received,
            files=dict(sorted(files.items())),
            other_hosts=tuple(sorted(hosts - {home, ""})),
            painted_seconds=round(float(moments["painted"] or 0) / 1000, 2),
            ready_seconds=round(float(moments["ready"]) / 1000, 2),
        )

    def _empty(self) -> None:
        self.urls.clear()
        self.sizes.clear()
        self.wire.reset()

    def _note_request(self, event: dict[str, Any]) -> None:
        self.urls[event["requestId"]] = event["request"]["url"]

    def _note_size(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.urls:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])


def open_cold(context: BrowserContext, **options: Any) -> Page:
    """A tab without anything in its cache, signed in as `context` is."""
    browser = context.browser
    assert browser
    return browser.new_context(storage_state=context.storage_state(), **options).new_page()
