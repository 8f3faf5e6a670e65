"""The live display of the demo: what happens now, what is done, how long it took."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.status import Status


class Display:
    """One line per step; a moving status only where somebody watches a terminal."""

    def __init__(self, plain: bool) -> None:
        self.console = Console(soft_wrap=True)
        self.live = self.console.is_terminal and not plain
        self._status: Status | None = None
        self._name, self._day, self._began = "", "", 0.0

    def __enter__(self) -> Display:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def note(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False)

    def begin(self, name: str, day: str = "") -> None:
        """A step begins."""
        self._name, self._day, self._began = name, day, time.monotonic()
        if self.live:
            self._status = self.console.status(f"{day}  {name}")
            self._status.start()

    def wait(self, what: str) -> None:
        """The step's human part is done; the automation works."""
        if self._status is not None:
            self._status.update(f"{self._day}  {self._name} … {what}")

    def done(self) -> None:
        """The step is done."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        seconds = time.monotonic() - self._began
        self.console.print(f"✓ {self._day:<10}  {self._name:<66} {seconds:5.1f} s", markup=False, highlight=False)
