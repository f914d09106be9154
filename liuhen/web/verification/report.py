"""A package's report as the page shows it, under the four properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from liuhen.verifier.report import VERDICT_WORDS, Effect, Finding, Report, Section, Verdict

SHOWN = 100
_KINDS = {
    Verdict.INTACT: "success",
    Verdict.UNWITNESSED: "warning",
    Verdict.INCOMPLETE: "danger",
    Verdict.ALTERED: "danger",
}
_COUNTS = {
    "members": "个文件",
    "events": "条日志",
    "signatures": "个签名",
    "handwriting": "处屏幕签名",
    "values": "个栏目的内容",
    "requirements": "项法定要求",
}


@dataclass(frozen=True)
class SectionView:
    """One property: passed or not, and what was found."""

    label: str
    problems: int
    findings: tuple[Finding, ...]
    more: int


@dataclass(frozen=True)
class ReportView:
    """The whole report."""

    package: str
    kind: str
    verdict: str
    sections: tuple[SectionView, ...]
    counted: str
    law: list[dict[str, Any]]
    law_on: str


def report_view(report: Report) -> ReportView:
    """Put a report into the order of the page."""
    law = report.regulation or {}
    counted = [
        f"{report.checked[one]} {words}" for one, words in _COUNTS.items() if one in report.checked
    ]
    return ReportView(
        package=report.package,
        kind=_KINDS[report.verdict],
        verdict=VERDICT_WORDS[report.verdict],
        sections=tuple(_section(report, one) for one in Section),
        counted="、".join(counted),
        law=list(law.get("findings", ())),
        law_on=str(law.get("today", "")),
    )


def _section(report: Report, section: Section) -> SectionView:
    found = report.section(section)
    weighty = [one for one in found if one.effect is not Effect.NOTE]
    notes = [one for one in found if one.effect is Effect.NOTE]
    shown = [*weighty, *notes]
    return SectionView(
        section.value, len(weighty), tuple(shown[:SHOWN]), max(0, len(shown) - SHOWN)
    )
