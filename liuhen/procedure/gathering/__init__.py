"""What a paper can take from the case without anybody typing it again, said in its own words.

`Gathered` answers by name (`gathered.facts` in the catalogue), each answer None while the case does
not say. What an earlier paper of the procedure settled goes before what is put together afresh: the
notice takes from the report, the approval from the notice, the decision from both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from liuhen.documents.types import DocumentType, get_type
from liuhen.documents.wording import layout_words, money_words
from liuhen.procedure.gathering import checks, law, outcome, records
from liuhen.procedure.gathering.saying import day, together, words
from liuhen.procedure.values import rows, whole
from liuhen.procedure.values import words as text
from liuhen.regulation import casefile as file
from liuhen.regulation.citations import numeral
from liuhen.regulation.discretion import Standard
from liuhen.regulation.steps import is_major
from liuhen.regulation.thresholds import hearing_is_due
from liuhen.regulation.view import View

PERIODS = (
    "payment_days",
    "daily_addition_percent",
    "reconsideration_days",
    "litigation_months",
    "answer_workdays",
    "hearing_request_workdays",
)


def periods(compiled: file.CaseFile, today: date) -> dict[str, str]:
    """Return the law's periods as papers name them on a day: 六十 of 六十日."""
    view = View(compiled, today)
    return {name: numeral(view.parameter(name, today)) for name in PERIODS}


@dataclass(frozen=True)
class Gathered:
    """What the case says for a paper of one type, written today."""

    compiled: file.CaseFile
    kind: DocumentType
    today: date
    standards: Sequence[Standard] = ()

    @cached_property
    def papers(self) -> Sequence[file.Document]:
        """The papers that this one draws on, the nearest first."""
        return outcome.before(self.compiled, self.kind.code)

    @property
    def course(self) -> str | None:
        """调查经过."""
        return records.course(
            one for one in self.compiled.activities if one.kind != "investigation_end"
        )

    @property
    def activities(self) -> list[dict[str, Any]]:
        """调查取证活动 with what each left (第十条)."""
        return records.investigated(self.compiled)

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """Each piece of evidence, what it proves, where it stands."""
        return records.evidence_rows(self.compiled)

    @property
    def evidence_by_fact(self) -> list[dict[str, Any]]:
        """The report's evidence (the case's own while there is none) by what it proves."""
        reports = records.standing(self.compiled, "investigation_report")
        listed = rows(reports[-1].fields.get("evidence")) if reports else []
        traced = [row for row in listed if row.get("evidence_ids")]
        return records.proving(traced or self.evidence)

    @property
    def evidence_words(self) -> str | None:
        """The evidence counted by kind."""
        return records.evidence_words(self.compiled)

    @property
    def checks(self) -> list[dict[str, Any]]:
        """数据核查 row by row."""
        return checks.check_rows(self.compiled)

    @property
    def facts(self) -> str | None:
        """查明的事实: as an earlier paper settled them, else from the data check."""
        # The approval's facts already name the evidence, so they are not carried on.
        told = [one for one in self.papers if one.type != "case_handling_approval"]
        return text(outcome.carried(told, "facts")) or checks.facts(self.compiled)

    @property
    def facts_and_evidence(self) -> str | None:
        """The facts, and below them the evidence in one sentence."""
        said = [one for one in (self.facts, self.evidence_words) if one]
        return "\n".join(said) if self.facts else None

    @property
    def legal_basis(self) -> str | None:
        """违反的规定和处理依据."""
        settled = text(outcome.carried(self.papers, "legal_basis", "grounds"))
        return settled or law.legal_basis(self.compiled, self.today)

    @property
    def discretion(self) -> str | None:
        """裁量, for the papers within the bureau; one without a standard keeps a visible blank."""
        return self.discretion_settled or law.discretion(self.compiled, self.standards, self.today)

    @property
    def discretion_settled(self) -> str | None:
        """裁量 as an earlier paper settled it: what goes out is never worked out afresh."""
        return text(outcome.carried(self.papers, "discretion")) or None

    @property
    def penalties(self) -> list[str]:
        """The penalties proposed so far."""
        return list(outcome.penalties_of(self.papers))

    @property
    def fine(self) -> int | None:
        """The fine proposed so far, in fen; None where none is."""
        return whole(outcome.carried(self.papers, "fine_fen")) or None

    @property
    def _parts(self) -> str:
        amount = money_words(self.fine, layout_words(self.kind.root)) if self.fine else ""
        return outcome.parts(self.penalties, amount)

    @property
    def proposed(self) -> str | None:
        """The outcome proposed: the penalties with the amount in capitals."""
        if self._parts:
            return str(words()["outcome"]["proposed"]).format(parts=self._parts)
        return text(outcome.carried(self.papers, "proposed", "proposal")) or None

    @property
    def proposed_with_reasons(self) -> str | None:
        """处理意见和理由."""
        return together(one for one in (self.proposed, self.discretion) if one)

    @property
    def decided(self) -> str | None:
        """决定内容; None while no penalty is proposed."""
        party = self.compiled.parties[0].name if self.compiled.parties else ""
        if not self._parts or not party:
            return text(outcome.carried(self.papers, "proposal", "proposed")) or None
        said = words()["outcome"]
        found = law.clauses(self.compiled, self.today)
        form = said["decided_together" if self.compiled.discussions else "decided"]
        return str(form).format(
            punished=found.punished if found else said["by_its_basis"],
            party=party,
            parts=self._parts,
        )

    @property
    def hearing(self) -> bool | None:
        """Whether the fine proposed has to be heard on request; None while none is proposed."""
        if self.fine is None and not self.penalties:
            return None
        return hearing_is_due(View(self.compiled, self.today), self.fine or 0, self.today)

    @property
    def hearing_words(self) -> str | None:
        """听证权利, where a hearing is due."""
        if not self.hearing:
            return None
        days = periods(self.compiled, self.today)["hearing_request_workdays"]
        return str(words()["hearing"]["words"]).format(days=days)

    @property
    def rights(self) -> list[str]:
        """The rights a notice tells of."""
        return ["statement", "defence", *(["hearing"] if self.hearing else [])]

    @property
    def major(self) -> bool | None:
        """情节复杂或者重大; None while no outcome is proposed."""
        if self.fine is None and not self.penalties:
            return None
        view = View(self.compiled, self.today)
        return self.compiled.case.complex or is_major(view, self.fine or 0, self.today)

    @property
    def hearing_of_party(self) -> str | None:
        """告知、陈述申辩和复核情况."""
        return outcome.hearing_of_party(self.compiled)

    @property
    def attachments(self) -> str | None:
        """法制审核、集体讨论情况."""
        return outcome.attachments(self.compiled)

    @property
    def corrections(self) -> str | None:
        """责令改正和核查情况."""
        return outcome.corrections(self.compiled)

    @property
    def published(self) -> str | None:
        """公示情况."""
        return outcome.published(self.compiled)

    @property
    def paid(self) -> str | None:
        """The fine's payments."""
        layout = layout_words(self.kind.root)
        said = words()["closing"]["paid"]
        return together(
            said.format(day=day(one.on), amount=money_words(one.amount, layout))
            for one in self.compiled.performances
            if one.part == "fine" and one.amount > 0
        )

    @property
    def summary(self) -> str | None:
        """案情和处理结果, once it is decided."""
        decisions = records.standing(self.compiled, "penalty_decision")
        if not decisions:
            return None
        fields = decisions[-1].fields
        said = [text(fields.get(one)) for one in ("facts", "decision_content")]
        return "\n".join(one for one in said if one) or None

    @property
    def case_source(self) -> str | None:
        """案件来源, as the lead was registered."""
        leads = records.standing(self.compiled, "lead_registration")
        named = text(leads[-1].fields.get("lead_source")) if leads else ""
        return get_type("lead_registration").field("lead_source").label_of(named) or None
