"""第三十条至第三十三条: orders of superiors, and the internal approval of three persons."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.regulation.answers import Answers, Gap, Kept, Term
from liuhen.regulation.approvals import ROLES, last_round
from liuhen.regulation.casefile import (
    ActivityKind,
    Approval,
    ApprovalStep,
    StepName,
)
from liuhen.regulation.citations import Instrument, Paragraph, law, measure
from liuhen.regulation.papers import Matter
from liuhen.regulation.rules import duty, feature, gate
from liuhen.regulation.steps import Step, taken_steps
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day_of, listed
from liuhen.workdays import Due

rules_carry_their_days = feature(
    "A34-1",
    measure(34),
    module=__name__,
    provided_by="liuhen.regulation.rules",
    shown_by="liuhen/regulation/tests/test_in_force.py"
    "::test_a_thing_is_judged_by_the_rule_in_force_on_its_day",
)

tampering_is_found_by_a_stranger = feature(
    "A30-4",
    measure(30, item=4),
    module=__name__,
    provided_by="liuhen.verifier",
    shown_by="liuhen/verifier/tests/test_attacks.py"
    "::test_a_rewritten_log_is_found_against_a_checkpoint_held_outside",
)

damage_is_found_and_mended = feature(
    "A30-5",
    measure(30, item=5),
    module=__name__,
    provided_by="liuhen.archive.care",
    shown_by="liuhen/archive/tests/test_care.py"
    "::test_damage_is_found_by_the_routine_and_mended_from_a_copy",
)


looks_can_be_traced = feature(
    "A30-3",
    measure(30, item=3),
    module=__name__,
    provided_by="liuhen.cases.looks",
    shown_by="liuhen/cases/tests/test_looks.py"
    "::test_who_saw_and_copied_which_record_and_when_can_be_traced",
)


_WATCHING = "liuhen/supervision/tests/test_watching.py"
_ASSESSING = "liuhen/supervision/tests/test_assessment.py"

gaps_are_found_unasked = feature(
    "A30-1",
    measure(30, item=1),
    module=__name__,
    provided_by="liuhen.supervision.findings",
    shown_by=f"{_WATCHING}"
    "::test_every_gap_of_the_worked_cases_is_found_by_article_case_unit_and_person",
)

what_was_not_kept_is_found = feature(
    "A30-2",
    measure(30, item=2),
    module=__name__,
    provided_by="liuhen.supervision.keeping",
    shown_by=f"{_WATCHING}::test_late_storage_and_a_missing_file_are_found",
)

breaches_are_entered_by_hand = feature(
    "A30-7",
    measure(30, item=6),
    module=__name__,
    provided_by="liuhen.supervision.actions",
    shown_by=f"{_ASSESSING}::test_a_breach_by_hand_is_counted_until_it_is_withdrawn",
)

units_and_officers_are_assessed = feature(
    "A31-1",
    measure(31),
    module=__name__,
    provided_by="liuhen.supervision.assessment",
    shown_by=f"{_ASSESSING}::test_every_point_lost_leads_to_its_case_and_article",
)

county_bureaus_are_assessed_side_by_side = feature(
    "A32-1",
    measure(32),
    module=__name__,
    provided_by="liuhen.supervision.assessment",
    shown_by=f"{_ASSESSING}::test_a_superior_sees_its_bureaus_side_by_side_by_period_and_article",
)

assessment_is_blind_to_fines = feature(
    "L12-1",
    law(Instrument.PENALTY_LAW, 74),
    module=__name__,
    provided_by="liuhen.supervision.figures",
    shown_by=f"{_ASSESSING}::test_other_fines_give_the_same_figures",
)


@duty("A30-6", measure(30, paragraph=Paragraph.FIRST), unless="没有上级责令限期改正")
def an_order_of_a_superior_is_answered(view: View) -> Answers:
    for order in sorted(view.casefile.supervision_orders, key=lambda one: (one.due_on, one.id)):
        yield Term(
            about(order),
            "改正并报告",
            Due(order.due_on, False, (), None, "责令改正文书写明的期限。"),
            f"{order.by}责令限期改正",
            met_on=order.answered_on,
            remedy="请报告改正情况，并登记核查结果。",
        )
        if order.severe and not (order.discipline or "").strip():
            yield about(order).lacks(
                expected="造成严重后果的，有处分结果的记录",
                found="记录了严重后果，没有处分结果",
                remedy="请补充处分的结果。",
            )


_MATTER_OF = {
    ActivityKind.FILING: Matter.FILING,
}
"""Activities that need an internal approval which no other requirement asks for by name."""


def _matters(view: View) -> Iterator[Step]:
    """Every approval on file, and every activity that should have had one and has none."""
    yield from taken_steps(view, StepName.APPROVE)
    for kind, matter in _MATTER_OF.items():
        if not view.approvals_of(matter):
            for activity in view.activities_of(kind):
                on = day_of(activity.started_at)
                yield Step(StepName.APPROVE, on, True, about(activity))


@gate("A33-1", measure(33), unless="没有须内部审批的事项", taken=_matters, awaited=False)
def handler_reviewer_and_approver_act_in_order(view: View, step: Step) -> Answers:
    if not step.taken:
        yield from _may_act(step)
        return
    approval = step.approval
    if approval is None:
        yield step.about.lacks(
            expected=_EXPECTED, found="没有内部审批的记录", remedy="请补录审批的经过。"
        )
    elif approval.state != "approved":
        yield step.about.not_yet("审批还在进行，或者没有批准")
    else:
        yield _judged(step, approval)


_EXPECTED = "承办人提出意见和理由，审核人审核，批准人批准，三人依次办理，各有时间和意见"


def _judged(step: Step, approval: Approval) -> Kept | Gap:
    problems = list(_problems(last_round(approval)))
    if not problems:
        return step.about.kept()
    return step.about.lacks(
        expected=_EXPECTED,
        found="；".join(problems),
        remedy="请写明情况附卷；今后由承办人、审核人、批准人三人依次办理。",
    )


def _problems(steps: list[ApprovalStep]) -> Iterator[str]:
    by_role = {one.role: one for one in steps}
    absent = [title for role, title in ROLES.items() if role not in by_role]
    if absent:
        yield f"没有{listed(absent)}的办理记录"
    present = [by_role[role] for role in ROLES if role in by_role]
    if [one.at for one in present] != sorted(one.at for one in present):
        yield "办理的先后不是承办、审核、批准"
    if len({_who(one) for one in present}) < len(present):
        yield "同一人办理了两个环节"
    silent = [ROLES[one.role] for one in present if not one.words.strip()]
    if silent:
        yield f"{listed(silent)}没有写意见"
    if any(one.verdict == "disagree" for one in present):
        yield "有人不同意仍然批准"


def _who(step: ApprovalStep) -> str:
    return step.person or step.name


_BEFORE = {"handler": (), "reviewer": ("handler",), "approver": ("handler", "reviewer")}


def _may_act(step: Step) -> Answers:
    """A person may act in one part only, and in the order of the three."""
    role, approval = step.role or "", step.approval
    steps = last_round(approval) if approval else []
    done = {one.role for one in steps}
    waiting = [ROLES[one] for one in _BEFORE.get(role, ("handler",)) if one not in done]
    if waiting:
        yield step.about.lacks(
            expected=f"先由{listed(waiting)}办理",
            found=f"{listed(waiting)}还没有办理",
            remedy=f"请交{listed(waiting)}办理后再{'批准' if role == 'approver' else '审核'}。",
        )
    others = [
        one for one in steps if step.person and one.person == step.person and one.role != role
    ]
    for one in others:
        done_as = ROLES.get(one.role, one.role)
        yield step.about.lacks(
            expected="承办人、审核人、批准人是三个不同的人",
            found=f"{one.name}已经作为{done_as}办理过这件事",
            remedy="请由另一名有权限的人员办理。",
        )
