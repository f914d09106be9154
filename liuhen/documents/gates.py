"""Which settling of a document is a gated step of the law.

This stands in code and not in the catalogue: a bureau may replace a form, never the gate.
"""

from liuhen.regulation.casefile import StepName

STEP_OF_TYPE = {
    "investigation_report": StepName.CONCLUDE,
    "penalty_notice": StepName.NOTIFY,
    "hearing_rights_notice": StepName.NOTIFY,
    "penalty_decision": StepName.ISSUE_DECISION,
    "no_penalty_decision": StepName.ISSUE_DECISION,
    "simplified_decision": StepName.ISSUE_DECISION,
    "court_application": StepName.APPLY_COURT,
    "closing_report": StepName.CLOSE,
}
