"""One piece of work beside the main one: a chunk is written, or the next part read, while another is worked on."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")


class Beside:
    """At most one call at a time, in order. Its fault comes out at the next ``start`` or ``wait``, or at the end."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._going: Future[Any] | None = None

    def start(self, call: Callable[..., object], *arguments: object) -> None:
        """Begin a call once the one before has ended."""
        self.wait()
        self._going = self._thread.submit(call, *arguments)

    def wait(self) -> None:
        """Until nothing is going on."""
        going, self._going = self._going, None
        if going is not None:
            going.result()

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        self._thread.shutdown()
        if kind is None:
            self.wait()


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, the next one made while this one is worked on.

    >>> list(ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(_next, items)
        while found := coming.result():
            coming = reader.submit(_next, items)
            yield found[0]


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    return next(((one,) for one in items), None)
