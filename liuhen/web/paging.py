"""Pages of long lists: the cost of a page does not grow with the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNTED: Final = 1000  # rows; nobody turns fifty pages, a filter finds faster


if TYPE_CHECKING:
    Rows = Paginator[Any]
else:
    Rows = Paginator


class FirstRows(Rows):
    """The pages of the first 1,000 rows; `more` tells whether there are others.

    The ids are asked once, in order, and serve as count and as page. Counting all rows of a bureau
    of twenty years, and skipping to its last page, would read every one of them.
    """

    def __init__(
        self, found: QuerySet[Any], per_page: int, load: Callable[[Sequence[int]], list[Any]]
    ) -> None:
        """Ask for the ids of `found`, which must be ordered; `load` turns those of a page into rows."""
        ids = list(found.prefetch_related(None).values_list("pk", flat=True)[: COUNTED + 1])
        super().__init__(ids[:COUNTED], per_page)
        self.more = len(ids) > COUNTED
        self._load = load

    def page(self, number: int | str) -> Page[Any]:
        """Return a page with its rows loaded."""
        page = super().page(number)
        page.object_list = self._load(list(page.object_list))
        return page
