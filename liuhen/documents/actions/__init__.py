"""All writes about documents, one file an act."""

from liuhen.documents.actions.corrections import correct, void
from liuhen.documents.actions.drafting import (
    SavedMeanwhile,
    check,
    discard,
    draft,
    fields_digest,
    last_saved,
    revision_of,
    save_draft,
    set_submitted,
)
from liuhen.documents.actions.own_types import Brought, bring_in, examine, withdraw_type
from liuhen.documents.actions.papers import Paper, enter_paper
from liuhen.documents.actions.screen import (
    decline_on_screen,
    place_for_handover,
    sign_on_screen,
)
from liuhen.documents.actions.settling import finalise, settle
from liuhen.documents.actions.signatures import attach_scan, mark_signatures, note_refusal
from liuhen.documents.actions.stacks import Stack, StackFile, attach_stack

__all__ = [
    "Brought",
    "Paper",
    "SavedMeanwhile",
    "Stack",
    "StackFile",
    "attach_scan",
    "attach_stack",
    "bring_in",
    "check",
    "correct",
    "decline_on_screen",
    "discard",
    "draft",
    "enter_paper",
    "examine",
    "fields_digest",
    "finalise",
    "last_saved",
    "mark_signatures",
    "note_refusal",
    "place_for_handover",
    "revision_of",
    "save_draft",
    "set_submitted",
    "settle",
    "sign_on_screen",
    "void",
    "withdraw_type",
]
