"""Checks from entry to entry: the first one, the order of times, and each case's own chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from liuhen.ledger import leaf
from liuhen.ledger.findings import Report


class Streams:
    """Follows time and every case's stream through the log; adds what breaks to the report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.time = ""
        self.ends: dict[str, tuple[int, str]] = {}
        """case → (cseq, leaf hash) of its last entry so far"""

    def take(self, idx: int, event: Mapping[str, Any], leaf_hash: str) -> None:
        """Check one well-formed event against those before it."""
        if (idx == 0) != (event["type"] == leaf.OPENED):
            self.report.add(
                "first_entry", f"日志第 {idx} 条不符：有且只有第 0 条是开启日志的记录。", idx=idx
            )
        if event["time"] < self.time:
            self.report.add("time_order", f"日志第 {idx} 条的时间早于它前面的日志。", idx=idx)
        self.time = max(self.time, event["time"])
        self._chain(idx, event)
        if event["type"] == leaf.SEALED and event.get("count") != event["cseq"] + 1:
            self.report.add(
                "sealed_count",
                f"案件 {event['case']} 归档时登记的条数与日志第 {idx} 条不符。",
                idx=idx,
            )
        self.ends[event["case"]] = (event["cseq"], leaf_hash)

    def _chain(self, idx: int, event: Mapping[str, Any]) -> None:
        case, cseq = event["case"], event["cseq"]
        before, previous = self.ends.get(case, (-1, None))
        if cseq != before + 1:
            self.report.add(
                "case_gap",
                f"案件 {case} 的记录不连续：第 {before} 条之后是第 {cseq} 条（日志第 {idx} 条）。",
                idx=idx,
            )
        elif event["cprev"] != previous:
            self.report.add(
                "case_chain",
                f"日志第 {idx} 条所指的案件 {case} 上一条记录，与实际的上一条不符。",
                idx=idx,
            )
