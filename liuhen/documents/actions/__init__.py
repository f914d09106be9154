"""All writes about documents, one file an act."""

from liuhen.documents.actions.corrections import correct, void
from liuhen.documents.actions.drafting import (
    check,
    discard,
    draft,
    fields_digest,
    save_draft,
    set_submitted,
)
from liuhen.documents.actions.own_types import Brought, bring_in, examine, withdraw_type
from liuhen.documents.actions.papers import Paper, enter_paper
from liuhen.documents.actions.settling import finalise, settle
from liuhen.documents.actions.signatures import attach_scan, mark_signatures
from liuhen.documents.actions.stacks import Stack, StackFile, attach_stack

__all__ = [
    "Brought",
    "Paper",
    "Stack",
    "StackFile",
    "attach_scan",
    "attach_stack",
    "bring_in",
    "check",
    "correct",
    "discard",
    "draft",
    "enter_paper",
    "examine",
    "fields_digest",
    "finalise",
    "mark_signatures",
    "save_draft",
    "set_submitted",
    "settle",
    "void",
    "withdraw_type",
]
