"""The five working days of 第二十六条, recording by recording."""

from __future__ import annotations

from dataclasses import dataclass

from liuhen import clock
from liuhen.cases.models import Case
from liuhen.evidence.models import Recording
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Deadline, Evaluation, Finding
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.pack import evaluate
from liuhen.regulation.view import View

_STORED = "A26-1"


@dataclass(frozen=True)
class Due:
    """When a recording had to be stored, with the working days left (below 0: past)."""

    deadline: Deadline
    left: int


@dataclass(frozen=True)
class RecordingsView:
    """What the regulation says of a case's recordings today."""

    casefile: CaseFile
    said: Evaluation

    def due(self, recording: Recording) -> Due | None:
        """Return the day by which it had to be stored."""
        ref = f"recordings/r{recording.pk}"
        for one in self.said.deadlines:
            if one.id == _STORED and one.subject_ref == ref:
                return Due(one, self._left(one))
        return None

    def findings(self, recording: Recording) -> list[Finding]:
        """Return what this recording lacks."""
        ref = f"recordings/r{recording.pk}"
        return [one for one in self.said.findings if one.subject_ref == ref]

    def text_document(self, recording: Recording) -> int | None:
        """Return the id of the written text of its sound, None while there is none."""
        id = f"r{recording.pk}"
        found = next((one for one in self.casefile.recordings if one.id == id), None)
        return int(found.text_document[1:]) if found and found.text_document else None

    def _left(self, one: Deadline) -> int:
        if one.due_on is None:
            return 0
        today, days = clock.today(), View(self.casefile, clock.today()).calendar
        if today <= one.due_on:
            return days.workdays_between(today, one.due_on)
        return -days.workdays_between(one.due_on, today)


def recordings_view(case: Case) -> RecordingsView:
    """Ask the regulation about the case as it stands today."""
    casefile = compile_case(case)
    return RecordingsView(casefile, evaluate(casefile, clock.today()))


def player_of(recording: Recording) -> str:
    """Return which element plays it: video, audio, img, or nothing for bytes kept elsewhere."""
    if recording.stored_where != Recording.Where.PLATFORM:
        return ""
    kind = recording.file_media.partition("/")[0]
    return {"image": "img", "audio": "audio", "video": "video"}.get(kind, "")
