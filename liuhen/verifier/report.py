"""What a check of a package found, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """What a finding means for the package, worst first."""

    ALTERED = "altered"
    INCOMPLETE = "incomplete"
    UNWITNESSED = "unwitnessed"
    NOTE = "note"


class Section(StrEnum):
    """The four properties of 档案法实施条例 and DA/T 70 under which a report is read."""

    AUTHENTIC = "真实性"
    COMPLETE = "完整性"
    USABLE = "可用性"
    SAFE = "安全性"


class Verdict(StrEnum):
    """The answer in one word; `unwitnessed` alone is a warning, not a failure."""

    ALTERED = "altered"
    INCOMPLETE = "incomplete"
    UNWITNESSED = "unwitnessed"
    INTACT = "intact"


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.ALTERED: "被改动过：内容与签名的日志不一致",
    Verdict.INCOMPLETE: "不完整：缺少应有的内容",
    Verdict.UNWITNESSED: "内部一致，但没有经过外部证实",
    Verdict.INTACT: "完好：与外部证实的日志完全一致",
}


@dataclass(frozen=True)
class Finding:
    """One thing found; `subject` names the member, event or step it concerns."""

    code: str
    effect: Effect
    section: Section
    subject: str
    message: str


@dataclass
class Report:
    """Everything a check found. `checked` counts what was looked at, by kind."""

    package: str = ""
    findings: list[Finding] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    regulation: dict[str, Any] | None = None

    def add(self, code: str, effect: Effect, section: Section, subject: str, message: str) -> None:
        """Note one finding."""
        self.findings.append(Finding(code, effect, section, subject, message))

    def altered(
        self, code: str, subject: str, message: str, section: Section = Section.AUTHENTIC
    ) -> None:
        """Note that something is not what the log says."""
        self.add(code, Effect.ALTERED, section, subject, message)

    def incomplete(
        self, code: str, subject: str, message: str, section: Section = Section.COMPLETE
    ) -> None:
        """Note that something that must be there is not."""
        self.add(code, Effect.INCOMPLETE, section, subject, message)

    def unwitnessed(self, code: str, subject: str, message: str) -> None:
        """Note that nothing from outside the package vouches for it."""
        self.add(code, Effect.UNWITNESSED, Section.AUTHENTIC, subject, message)

    def note(
        self, code: str, subject: str, message: str, section: Section = Section.AUTHENTIC
    ) -> None:
        """Note what a reader should know, without weight for the verdict."""
        self.add(code, Effect.NOTE, section, subject, message)

    def count(self, kind: str, number: int = 1) -> None:
        """Add to the count of what was looked at."""
        self.checked[kind] = self.checked.get(kind, 0) + number

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings; intact when there is none of weight."""
        there = {finding.effect for finding in self.findings}
        for effect in (Effect.ALTERED, Effect.INCOMPLETE, Effect.UNWITNESSED):
            if effect in there:
                return Verdict(effect.value)
        return Verdict.INTACT

    @property
    def exit_code(self) -> int:
        """3 when problems were found; an unwitnessed package is a warning and 0."""
        return 3 if self.verdict in (Verdict.ALTERED, Verdict.INCOMPLETE) else 0

    def section(self, section: Section) -> list[Finding]:
        """Return the findings under one heading."""
        return [finding for finding in self.findings if finding.section is section]

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "package": self.package,
            "verdict": self.verdict.value,
            "verdict_words": VERDICT_WORDS[self.verdict],
            "sections": {one.value: _passed(self.section(one)) for one in Section},
            "findings": [_plain(finding) for finding in self.findings],
            "checked": dict(self.checked),
            "facts": dict(self.facts),
            "regulation": self.regulation,
        }


def _passed(findings: list[Finding]) -> bool:
    return all(finding.effect is Effect.NOTE for finding in findings)


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "effect": finding.effect.value,
        "section": finding.section.value,
        "subject": finding.subject,
        "message": finding.message,
    }
