"""Compiles a case file: from rows to the one plain value that the rules read.

What a document says is read from the document: the fine from the notice and the decision, the day
to correct by from the order, the votes from the record of the discussion. Nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from liuhen.approvals.models import Matter
from liuhen.cases.models import Activity, Case, Participant
from liuhen.documents.actions import fields_digest
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.procedure import acts, later_acts, party_acts
from liuhen.procedure.sources import Sources, read
from liuhen.regulation import casefile as file
from liuhen.regulation.pack import load
from liuhen.regulation.secrecy import ISOLATED, Secrecy


def compile_case(case: Case) -> file.CaseFile:
    """Return the case file of a case as it stands, in a fixed number of queries."""
    return assemble(read(case))


def assemble(sources: Sources) -> file.CaseFile:
    """Put the rows of one case together."""
    documents = tuple(_document(sources, row) for row in sources.documents)
    papers = acts.Papers(sources, documents)
    # What is isolated shows its place and its bytes' digest, and no word of what it says (L17-1).
    return file.CaseFile(
        case=_facts(sources, papers),
        bureau=_bureau(sources),
        parties=tuple(_party(sources)),
        activities=tuple(_activity(sources, row) for row in sources.activities),
        documents=documents,
        recordings=tuple(_recordings(sources, papers)),
        evidence=tuple(_evidence(sources, papers)),
        approvals=tuple(_approval(sources, row) for row in sources.matters),
        deliveries=tuple(acts.deliveries(sources)),
        rights=tuple(acts.rights(papers)),
        waivers=tuple(party_acts.waivers(papers)),
        requests=tuple(party_acts.requests(papers)),
        hearings=tuple(party_acts.hearings(papers)),
        extensions=tuple(later_acts.extensions(papers)),
        evidence_keepings=tuple(later_acts.evidence_keepings(papers)),
        crime_transfers=tuple(later_acts.crime_transfers(papers)),
        demands=tuple(later_acts.demands(papers)),
        court_applications=tuple(later_acts.court_applications(papers)),
        appeals=tuple(later_acts.appeals(papers)),
        legal_reviews=tuple(acts.legal_reviews(papers)),
        discussions=tuple(acts.discussions(papers)),
        statements=tuple(acts.statements(papers)),
        proposals=tuple(acts.proposals(papers)),
        decision=acts.decision(papers),
        correction_orders=tuple(acts.correction_orders(papers)),
        performances=tuple(acts.performances(papers)),
        publications=tuple(acts.publications(papers)),
        archive=_archive(sources.case),
        prior_orders=tuple(
            file.PriorOrder(case_number=row.case.number, ordered_on=row.dated)
            for row in sources.earlier_orders
        ),
        isolations=tuple(
            file.Isolation(
                id=f"i{row.pk}",
                record=row.record,
                at=row.recorded_at,
                by=row.recorded_by,
                reason=row.reason,
            )
            for row in sources.isolations
        ),
        rule_pack=load().version,
    )


def _facts(sources: Sources, papers: acts.Papers) -> file.CaseFacts:
    case = sources.case
    return file.CaseFacts(
        number=case.number,
        title=case.title,
        cause=case.cause,
        procedure=case.procedure,
        opened_at=case.opened_at,
        handlers=tuple(_handlers(sources)),
        violation=case.violation or None,
        conduct_ended_on=case.conduct_ended_on,
        discovered_on=case.discovered_on,
        filed_on=case.filed_on,
        concluded_on=case.concluded_on,
        closed_on=case.closed_on,
        complex=case.complex,
        left_investigation_on=papers.left_investigation_on(),
    )


def _handlers(sources: Sources) -> Iterable[file.Participant]:
    for row in sources.officers:
        held = sources.certificates.get(row.person_id, [])
        latest = held[-1] if held else None
        yield file.Participant(
            name=row.name,
            capacity=file.Capacity.OFFICER,
            person=f"p{row.person_id}",
            certificate=file.Certificate(
                number=latest.number, valid_from=latest.valid_from, valid_to=latest.valid_to
            )
            if latest
            else None,
        )


def _bureau(sources: Sources) -> file.Bureau:
    row = sources.bureau
    return file.Bureau(
        name=row.name,
        code=row.code,
        level=row.level,
        government=row.government or None,
        keepers=tuple(
            file.Keeper(
                name=k.name, of=k.of, since=k.since, until=k.until, person=f"p{k.person_id}"
            )
            for k in sources.keepers
        ),
        management_rules=tuple(
            file.ManagementRule(
                title=r.title, in_force_from=r.in_force_from, in_force_to=r.in_force_to
            )
            for r in sources.rules
        ),
        parameters=tuple(
            file.Parameter(
                name=p.name, value=p.value, in_force_from=p.in_force_from, citation=p.citation
            )
            for p in sources.parameters
        ),
        calendar=tuple(
            file.CalendarYear(
                year=y.year,
                citation=y.citation,
                holidays=tuple(date.fromisoformat(d) for d in y.holidays),
                make_up_days=tuple(date.fromisoformat(d) for d in y.make_up_days),
            )
            for y in sources.calendar
        ),
        clearances=tuple(
            file.Clearance(
                person=f"p{row.person_id}",
                name=row.name,
                secrecy=row.secrecy,
                since=row.since,
                until=row.held_to,
                granted_by=row.recorded_by,
                reason=row.reason,
            )
            for row in sources.clearances
        ),
    )


def _party(sources: Sources) -> Iterable[file.Party]:
    for row in sources.parties:
        yield file.Party(
            id=f"y{row.pk}",
            kind=row.kind,
            name=row.name,
            code=row.code or None,
            address=row.address or None,
            representative=row.representative or None,
            agent=row.agent or None,
        )


def _activity(sources: Sources, row: Activity) -> file.Activity:
    notice = None
    if row.notice_how and row.notice_at:
        proof = tuple(_proof_of_notice(sources, row))
        notice = file.AttendanceNotice(how=row.notice_how, at=row.notice_at, proof=proof)
    return file.Activity(
        id=f"a{row.pk}",
        kind=file.ActivityKind(row.kind),
        stage=file.Stage(row.stage),
        started_at=row.started_at,
        ended_at=row.ended_at,
        entered=acts.entered(row),
        title=row.title,
        place=row.place or None,
        participants=tuple(_participant(p) for p in sources.participants.get(row.pk, [])),
        party_attended=row.party_attended,
        attendance_notice=notice,
        subject=row.subject or None,
        on_site_at_enterprise=row.on_site_at_enterprise,
        purpose=row.purpose or None,
        yearly_number=row.yearly_number,
    )


def _proof_of_notice(sources: Sources, row: Activity) -> Iterable[str]:
    """Name the records that prove the notice to attend: a served notice, or what was kept of it.

    Kept of it are recordings and incoming papers of the same activity from before it began, where
    the officer says that there is a proof.
    """
    notices = {d.pk for d in sources.documents if d.type_code == "inspection_notice"}
    for delivery in sources.deliveries:
        before = delivery.activity.started_at <= row.started_at
        if delivery.document_id in notices and delivery.served_on is not None and before:
            yield f"s{delivery.pk}"
    if not row.notice_proved:
        return
    for recording in sources.recordings:
        if recording.activity_id == row.pk and recording.captured_to <= row.started_at:
            yield f"r{recording.pk}"
    for document in sources.documents:
        if document.activity_id == row.pk and document.type.direction == "incoming":
            yield f"d{document.pk}"


def _participant(row: Participant) -> file.Participant:
    certificate = None
    if row.certificate_number and row.certificate_valid_from and row.certificate_valid_to:
        certificate = file.Certificate(
            number=row.certificate_number,
            valid_from=row.certificate_valid_from,
            valid_to=row.certificate_valid_to,
        )
    return file.Participant(
        name=row.name,
        capacity=file.Capacity(row.capacity),
        person=f"p{row.person_id}" if row.person_id else None,
        certificate=certificate,
        certificate_shown=row.certificate_shown,
        post=row.post or None,
    )


_STATES = {
    Document.State.SUBMITTED: file.DocumentState.DRAFT,
    Document.State.DRAFT: file.DocumentState.DRAFT,
    Document.State.FINAL: file.DocumentState.FINAL,
    Document.State.ISSUED: file.DocumentState.ISSUED,
    Document.State.VOID: file.DocumentState.VOID,
}


def _document(sources: Sources, row: Document) -> file.Document:
    versions = sources.versions.get(row.pk, [])
    newest = versions[-1] if versions else None
    signatures = sources.signatures.get(newest.pk, []) if newest else []
    isolated = row.record_id in sources.isolated
    return file.Document(
        id=row.record_id,
        type=row.type_code,
        title=ISOLATED if isolated else row.title,
        state=file.DocumentState.VOID if isolated else _STATES[Document.State(row.state)],
        entered=acts.entered(row),
        dated=row.dated,
        activity=f"a{row.activity_id}" if row.activity_id else None,
        number=None if isolated else row.number or None,
        direction=row.type.direction,
        # The volume that copies are made from never holds an informant's name.
        volume="side" if row.secrecy == Secrecy.INFORMANT else row.type.volume,
        fields={} if isolated else row.fields,
        signatures=tuple(_signature(s) for s in signatures if s.place != "seal"),
        sealed=any(s.place == "seal" and s.state == Signature.State.SEALED for s in signatures),
        versions=tuple(_version(v) for v in versions),
        file=_file(newest) if newest and newest.file_sha256 else None,
        paper=row.paper,
        issued_on=row.issued_on,
        secrecy=Secrecy.STATE.value if isolated else row.secrecy,
    )


def _version(row: DocumentVersion) -> file.DocumentVersion:
    return file.DocumentVersion(
        number=row.number,
        entered=acts.entered(row),
        reason=row.reason or None,
        file=_file(row) if row.file_sha256 else None,
    )


def _file(row: DocumentVersion) -> file.FileRef:
    return file.FileRef(
        sha256=row.file_sha256,
        sm3=row.file_sm3,
        size=row.file_size,
        media=row.file_media,
        pages=row.pages,
    )


def _signature(row: Signature) -> file.SignaturePlace:
    return file.SignaturePlace(
        place=row.place,
        name=row.name or row.label,
        state=file.SignatureState(row.state),
        person=f"p{row.person_id}" if row.person_id else None,
        on=row.signed_on,
        reason=row.reason or None,
        noted_by=row.noted_by or None,
        noted_in_document=row.noted_in_document,
    )


def _recordings(sources: Sources, papers: acts.Papers) -> Iterable[file.Recording]:
    by_activity = {d.activity_id: f"s{d.pk}" for d in sources.deliveries}
    for row in sources.recordings:
        isolated = row.record_id in sources.isolated
        yield file.Recording(
            id=row.record_id,
            media=file.Media(row.media),
            purpose=row.purpose,
            captured_from=row.captured_from,
            captured_to=row.captured_to,
            entered=acts.entered(row),
            activity=f"a{row.activity_id}" if row.activity_id else None,
            delivery=by_activity.get(row.activity_id) if row.activity_id else None,
            title=ISOLATED if isolated else row.title,
            device=row.device or None,
            method=row.method or None,
            maker=row.maker or None,
            proves=None if isolated else row.proves or None,
            relies_on_words=row.relies_on_words,
            text_document=papers.text_of(row),
            stored_at=row.stored_at,
            stored_where=row.stored_where,
            storage_place=row.storage_place or None,
            keeper=row.keeper or None,
            file=_recording_file(row),
            secrecy=Secrecy.STATE.value if isolated else row.secrecy,
        )


def _recording_file(row: Recording) -> file.FileRef | None:
    if not row.has_content:
        return None
    return file.FileRef(
        sha256=row.file_sha256, sm3=row.file_sm3, size=row.file_size, media=row.file_media
    )


def _evidence(sources: Sources, papers: acts.Papers) -> Iterable[file.EvidenceItem]:
    for row in sources.evidence:
        isolated = row.record_id in sources.isolated
        yield file.EvidenceItem(
            id=row.record_id,
            kind=file.EvidenceKind(row.kind),
            name=ISOLATED if isolated else row.name,
            collected_at=row.collected_at,
            entered=acts.entered(row),
            activity=f"a{row.activity_id}" if row.activity_id else None,
            document=papers.record_of(row),
            recording=f"r{row.recording_id}" if row.recording_id else None,
            source=None if isolated else row.source or None,
            original=row.original,
            copy_verified=row.copy_verified,
            proves=None if isolated else row.proves or None,
            digest=row.digest or row.file_sha256 or None,
            file=_evidence_file(row),
            storage_place=row.storage_place or None,
            keeper=row.keeper or None,
            secrecy=Secrecy.STATE.value if isolated else row.secrecy,
        )


def _evidence_file(row: EvidenceItem) -> file.FileRef | None:
    if not row.file_sha256:
        return None
    return file.FileRef(
        sha256=row.file_sha256, sm3=row.file_sm3, size=row.file_size, media=row.file_media,
        pages=row.pages,
    )  # fmt: skip


def _approval(sources: Sources, row: Matter) -> file.Approval:
    steps = sources.steps.get(row.pk, [])
    document = next(d for d in sources.documents if d.pk == row.document_id)
    return file.Approval(
        id=f"m{row.pk}",
        matter=row.kind,
        state=row.state,
        entered=acts.entered(row),
        steps=tuple(
            file.ApprovalStep(
                role=s.role,
                person=f"p{s.person_id}",
                name=s.name,
                post=s.post,
                verdict=s.verdict,
                words=s.words,
                at=s.taken_at,
            )
            for s in steps
        ),
        document=f"d{row.document_id}",
        digest=row.digest,
        digest_now=fields_digest(document.type, document.fields),
        decided_at=row.decided_at,
        by_head=any(s.role == "approver" and s.person_id in sources.head_ids for s in steps),
    )


def _archive(case: Case) -> file.Archive | None:
    if case.archived_on is None:
        return None
    return file.Archive(
        archived_on=case.archived_on,
        archivist=case.archived_by,
        volumes=case.archive_volumes,
        gap_reason=case.archive_gap_reason or None,
    )
