"""What an audit finds, how grave it is, and the verdict over all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["intact", "altered", "incomplete"]
Grade: TypeAlias = Literal["altered", "incomplete", "notice"]

MAX_FINDINGS = 1000  # kept in a report; the rest are only counted

GRADES: dict[str, Grade] = {
    # Something is there and is not what was recorded.
    "leaf_form": "altered",
    "leaf_hash": "altered",
    "entry_columns": "altered",
    "case_chain": "altered",
    "time_order": "altered",
    "first_entry": "altered",
    "sealed_count": "altered",
    "sm3_binding": "altered",
    "node_differs": "altered",
    "root_differs": "altered",
    "checkpoint_form": "altered",
    "signature": "altered",
    "key_differs": "altered",
    "changed_column": "altered",
    "unledgered_row": "altered",
    "unreadable": "altered",
    # Something that was recorded, or should have been, is not there.
    "gap": "incomplete",
    "case_gap": "incomplete",
    "truncated": "incomplete",
    "not_opened": "incomplete",
    "node_missing": "incomplete",
    "no_key": "incomplete",
    "missing_row": "incomplete",
    "missing_salt": "incomplete",
    "uncovered_column": "incomplete",
    "unprojected_table": "incomplete",
    # Worth knowing; the content is not touched by it.
    "guard_missing": "notice",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the ledger has it; `message` is Chinese and names the place."""

    kind: str
    message: str
    idx: int | None = None
    table: str = ""
    key: str = ""
    column: str = ""

    @property
    def grade(self) -> Grade:
        """Return how grave it is."""
        return GRADES[self.kind]


def verdict_over(grades: Iterable[Grade]) -> Verdict:
    """Return altered before incomplete before intact; notices do not count."""
    seen = set(grades)
    if "altered" in seen:
        return "altered"
    return "incomplete" if "incomplete" in seen else "intact"


@dataclass
class Report:
    """The outcome of an audit: what was read, what was found, and the verdict."""

    size: int = 0
    roots: dict[str, str] = field(default_factory=dict)
    checkpoints: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    omitted: int = 0
    grades: set[Grade] = field(default_factory=set)

    @property
    def verdict(self) -> Verdict:
        """Return intact, altered or incomplete."""
        return verdict_over(self.grades)

    def add(self, kind: str, message: str, **place: Any) -> None:
        """Note one finding; beyond MAX_FINDINGS only its grade and number are kept."""
        self.take(Finding(kind, message, **place))

    def take(self, finding: Finding) -> None:
        """Note a finding made elsewhere."""
        self.grades.add(finding.grade)
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)
        else:
            self.omitted += 1

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "verdict": self.verdict,
            "size": self.size,
            "roots": dict(self.roots),
            "checkpoints": self.checkpoints,
            "rows": self.rows,
            "findings": [asdict(f) | {"grade": f.grade} for f in self.findings],
            "omitted": self.omitted,
        }
