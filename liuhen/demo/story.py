"""Plays all stories on one time line: each goes on when its moment comes, none overtakes another."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from liuhen import clock
from liuhen.demo.cast import Cast, found
from liuhen.demo.stories import case_a, case_b, case_c, current

Story = Callable[[Cast], Iterator[datetime]]
Say = Callable[[str], None]

WORKED: tuple[Story, ...] = (case_a.tell, case_b.tell, case_c.tell)
BEGINS_AT = clock.shanghai(2026, 1, 5, 9, 0)


def fill(say: Say | None = None) -> Cast:
    """Fill a demo home whose log is open: the bureau first, then every story.

    `say` is told, in Chinese, how far the playing has come.
    """
    today = clock.today()
    with clock.playing(BEGINS_AT):
        cast = found()
    play(cast, (*WORKED, *current.stories(today)), say)
    return cast


def play(cast: Cast, stories: Sequence[Story], say: Say | None = None) -> None:
    """Play the stories' moments in order under the set clock."""
    queue: list[tuple[datetime, int, Iterator[datetime]]] = []
    for order, story in enumerate(stories):
        told = story(cast)
        _go_on(queue, order, told)
    reached = BEGINS_AT + timedelta(minutes=10)
    played = 0
    while queue:
        moment, order, told = heapq.heappop(queue)
        started = datetime.now(tz=clock.SHANGHAI)
        # Two moments may lie closer together than the acts of the first one take.
        shown = max(moment, reached)
        with clock.playing(shown):
            _go_on(queue, order, told)
        reached = shown + (datetime.now(tz=clock.SHANGHAI) - started) + timedelta(milliseconds=5)
        played += 1
        if say is not None and played % 20 == 0:
            say(f"正在录入演示案件：已到 {shown:%Y年%m月%d日}，共 {played} 步。")


def _go_on(
    queue: list[tuple[datetime, int, Iterator[datetime]]], order: int, told: Iterator[datetime]
) -> None:
    """Run a story up to its next moment and put it back into the queue."""
    moment = next(told, None)
    if moment is not None:
        heapq.heappush(queue, (moment, order, told))
