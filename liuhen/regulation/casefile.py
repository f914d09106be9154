"""The case file: a whole case as one plain value.

`procedure` compiles it from the database, the package carries it as JSON, a stranger loads it, and
the regulation is a set of pure functions over it. Rules of the value:

* Every id (`id`) is a string, unique within its list, and stable over the life of the case.
* `datetime` values are aware; `date` values are days in Asia/Shanghai. Money is in fen.
* Two times: `occurred_*`/`..._at`/`..._on` is when it happened, `entered_at` when it was entered.
* Lists are sets to the rules: their order never changes an answer.
* A field that is None was not recorded; it never means "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

FORMAT = "liuhen.casefile/1"


class Stage(StrEnum):
    """The five stages of 第二条."""

    INITIATION = "initiation"  # 程序启动
    INVESTIGATION = "investigation"  # 调查取证
    DECISION = "decision"  # 审查决定
    EXECUTION = "service_and_execution"  # 送达执行
    ARCHIVING = "archiving"  # 归档管理


class ActivityKind(StrEnum):
    """What officers do; the act, not the paper that records it."""

    LEAD = "lead"  # 线索登记
    INSPECTION_APPROVAL = "inspection_approval"  # 检查审批
    INSPECTION_NOTICE = "inspection_notice"  # 检查通知
    SITE_INSPECTION = "site_inspection"  # 现场检查（勘验）
    INQUIRY = "inquiry"  # 询问当事人
    WITNESS_INQUIRY = "witness_inquiry"  # 询问证人
    EVIDENCE_TAKING = "evidence_taking"  # 调取书证、物证
    EVIDENCE_KEEPING = "evidence_keeping"  # 先行登记保存
    ELECTRONIC_DATA = "electronic_data"  # 收集电子数据
    FILING = "filing"  # 立案
    EXTENSION = "extension"  # 延长办案期限
    ORDER_TO_CORRECT = "order_to_correct"  # 责令改正
    CORRECTION_CHECK = "correction_check"  # 改正情况核查
    INVESTIGATION_END = "investigation_end"  # 调查取证终结
    LEGAL_REVIEW = "legal_review"  # 法制审核
    PENALTY_NOTICE = "penalty_notice"  # 事先告知
    STATEMENT = "statement"  # 听取陈述申辩
    STATEMENT_REVIEW = "statement_review"  # 陈述申辩复核
    HEARING = "hearing"  # 听证
    DISCUSSION = "discussion"  # 集体讨论
    DECISION_APPROVAL = "decision_approval"  # 案件处理审批
    DECISION = "decision"  # 作出决定
    SERVICE = "service"  # 送达
    PUBLICATION = "publication"  # 公示
    PERFORMANCE = "performance"  # 履行
    DEMAND = "demand"  # 催告
    COURT_APPLICATION = "court_application"  # 申请法院强制执行
    TRANSFER = "transfer"  # 移送
    CLOSING = "closing"  # 结案
    ARCHIVING = "archiving"  # 归档
    OTHER = "other"  # 其他


class Capacity(StrEnum):
    """In what part a person takes part in an activity."""

    OFFICER = "officer"  # 执法人员
    PARTY = "party"  # 当事人（法定代表人、负责人或本人）
    AGENT = "agent"  # 代理人
    WITNESS = "witness"  # 见证人
    TESTIFIER = "testifier"  # 证人
    PROVIDER = "provider"  # 证据提供人
    HOST = "host"  # 听证主持人
    RECORDER = "recorder"  # 记录人
    LEGAL_REVIEWER = "legal_reviewer"  # 法制审核人
    HEAD = "head"  # 机关负责人
    ATTENDEE = "attendee"  # 参加人、列席人


class SignatureState(StrEnum):
    """What stands at a signature place."""

    OPEN = "open"
    SIGNED = "signed"
    SEALED = "sealed"
    FINGERPRINT = "fingerprint"
    REFUSED = "refused"
    UNABLE = "unable"


class DocumentState(StrEnum):
    """The life of a document; `void` stays visible."""

    DRAFT = "draft"
    FINAL = "final"
    ISSUED = "issued"
    VOID = "void"


class Media(StrEnum):
    """The four ways of audio-visual recording in 第二条."""

    PHOTO = "photo"
    SOUND = "sound"
    VIDEO = "video"
    SURVEILLANCE = "surveillance"


class EvidenceKind(StrEnum):
    """The eight kinds of 行政处罚法 第四十六条."""

    DOCUMENTARY = "documentary"  # 书证
    PHYSICAL = "physical"  # 物证
    AUDIOVISUAL = "audiovisual"  # 视听资料
    ELECTRONIC = "electronic"  # 电子数据
    TESTIMONY = "testimony"  # 证人证言
    PARTY_STATEMENT = "party_statement"  # 当事人的陈述
    EXPERT_OPINION = "expert_opinion"  # 鉴定意见
    SITE_RECORD = "site_record"  # 勘验笔录、现场笔录


class DeliveryWay(StrEnum):
    """The ways of service of 第十八条至第二十四条, and the electronic one of higher law."""

    DIRECT = "direct"
    LEAVING = "leaving"
    ENTRUSTED = "entrusted"
    POST = "post"
    PASSED_ON = "passed_on"
    PUBLIC_NOTICE = "public_notice"
    ELECTRONIC = "electronic"


class DeliveryState(StrEnum):
    """What became of one try."""

    TRIED = "tried"  # sent or attempted, result open
    SERVED = "served"
    NOT_SERVED = "not_served"


class Right(StrEnum):
    """Rights that must be told."""

    STATEMENT = "statement"  # 陈述
    DEFENCE = "defence"  # 申辩
    RECUSAL = "recusal"  # 申请回避
    HEARING = "hearing"  # 听证


class StepName(StrEnum):
    """The steps that a gate may refuse."""

    CONCLUDE = "conclude"  # 调查终结
    NOTIFY = "notify"  # 发出事先告知
    HOLD_HEARING = "hold_hearing"
    ISSUE_DECISION = "issue_decision"
    SERVE = "serve"
    APPLY_COURT = "apply_court"
    CLOSE = "close"
    ARCHIVE = "archive"
    APPROVE = "approve"
    COPY = "copy"
    ACT = "act"
    INTAKE = "intake"
    VIEW = "view"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Who entered a record when; `late_reason` is given where it was entered late 补录."""

    at: datetime
    by: str
    late_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileRef:
    """Bytes named by both digests; size in bytes."""

    sha256: str
    sm3: str
    size: int
    media: str
    pages: int | None = None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """An enforcement certificate 执法证 as it stood on the day."""

    number: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class Participant:
    """A person in an activity; `person` is the roster id of a colleague, None for outsiders."""

    name: str
    capacity: Capacity
    person: str | None = None
    certificate: Certificate | None = None
    certificate_shown: bool | None = None
    post: str | None = None


@dataclass(frozen=True, kw_only=True)
class Party:
    """当事人. `kind`: organisation, sole_trader, citizen, state_organ."""

    id: str
    kind: str
    name: str
    code: str | None = None
    address: str | None = None
    representative: str | None = None
    agent: str | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceNotice:
    """How the party was told to attend a site inspection (第六条).

    `proof`: ids of deliveries, documents or recordings in this file; nothing else proves.
    """

    how: str
    at: datetime
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One 执法活动. `ended_at` None means it is still going on."""

    id: str
    kind: ActivityKind
    stage: Stage
    started_at: datetime
    ended_at: datetime | None
    entered: Entered
    title: str = ""
    place: str | None = None
    participants: tuple[Participant, ...] = ()
    party_attended: bool | None = None
    attendance_notice: AttendanceNotice | None = None
    recording_ordered: bool | None = None
    subject: str | None = None
    on_site_at_enterprise: bool = False
    purpose: str | None = None
    yearly_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignaturePlace:
    """One signature place of a final document. `noted_by`: who wrote the refusal into it."""

    place: str
    name: str
    state: SignatureState
    person: str | None = None
    on: date | None = None
    reason: str | None = None
    noted_by: str | None = None
    noted_in_document: bool = False


@dataclass(frozen=True, kw_only=True)
class DocumentVersion:
    """One version; version 1 is the first final text, later ones are corrections 更正."""

    number: int
    entered: Entered
    reason: str | None = None
    file: FileRef | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One 文书 or incoming paper. `fields` are its filled-in values by the type's field names."""

    id: str
    type: str
    title: str
    state: DocumentState
    entered: Entered
    dated: date
    activity: str | None = None
    number: str | None = None
    direction: str = "inward"
    volume: str = "main"
    fields: Mapping[str, Any] = field(default_factory=dict)
    signatures: tuple[SignaturePlace, ...] = ()
    sealed: bool = False
    versions: tuple[DocumentVersion, ...] = ()
    file: FileRef | None = None
    paper: bool = False
    issued_on: date | None = None
    secrecy: str = "none"


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One 音像记录. `purpose`: process or evidence. `stored_at` None: not stored yet.

    `stored_where`: platform or dedicated, which needs `storage_place` and `keeper`.
    """

    id: str
    media: Media
    purpose: str
    captured_from: datetime
    captured_to: datetime
    entered: Entered
    activity: str | None = None
    delivery: str | None = None
    title: str = ""
    device: str | None = None
    method: str | None = None
    maker: str | None = None
    proves: str | None = None
    relies_on_words: bool = False
    text_document: str | None = None
    stored_at: datetime | None = None
    stored_where: str = "platform"
    storage_place: str | None = None
    keeper: str | None = None
    file: FileRef | None = None
    secrecy: str = "none"


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """One piece of evidence; `document`/`recording` is the record it can be traced to.

    A state secret is an index entry: no `file`, but `storage_place` and `keeper`.
    """

    id: str
    kind: EvidenceKind
    name: str
    collected_at: datetime
    entered: Entered
    activity: str | None = None
    document: str | None = None
    recording: str | None = None
    source: str | None = None
    original: bool = True
    copy_verified: bool | None = None
    proves: str | None = None
    digest: str | None = None
    file: FileRef | None = None
    storage_place: str | None = None
    keeper: str | None = None
    secrecy: str = "none"


@dataclass(frozen=True, kw_only=True)
class EvidenceKeeping:
    """先行登记保存 (行政处罚法 第五十六条): evidence left where it is, listed and not to be moved.

    `approval` is the internal approval of the head. `handling` says what became of the evidence
    (copied and returned, sent for appraisal, released…), `handled_on` when that was decided.
    """

    id: str
    kept_at: datetime
    entered: Entered
    activity: str | None = None
    approval: str | None = None
    notice_document: str | None = None
    list_document: str | None = None
    handled_on: date | None = None
    handling: str | None = None
    handling_document: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApprovalStep:
    """One step of an internal approval. `role`: handler, reviewer, approver; `verdict`: propose,
    agree, disagree, return, withdraw. Rules read the steps since the last return or withdrawal.
    """

    role: str
    person: str
    name: str
    post: str
    verdict: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Approval:
    """An internal approval 内部审批. `digest` names what was approved; a later edit voids it.

    `matter`: inspection, filing, extension, decision or another; `state`: approved, or any other
    word while it is not. `by_head`: the approver was the head of the bureau.
    """

    id: str
    matter: str
    state: str
    steps: tuple[ApprovalStep, ...]
    entered: Entered
    document: str | None = None
    digest: str | None = None
    digest_now: str | None = None
    decided_at: datetime | None = None
    by_head: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The service receipt 送达回证; `document` is its paper, None while that is not in the file.

    `signatory_capacity`: recipient, representative, receiver, agent, designated, family or other;
    a receiver, a designated person and family need their `relation` written down.
    """

    document: str | None
    received_on: date | None = None
    signatory: str | None = None
    signatory_capacity: str | None = None
    relation: str | None = None
    recipient_signed: bool = False
    servers_signed: bool = False
    witness: str | None = None
    witness_signed: bool = False
    refusal_reason: str | None = None
    refusal_on: date | None = None
    left_at_residence: bool | None = None
    taken_back_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Posting:
    """Proofs of service by post (第二十二条). `mail`: registered, express, ordinary."""

    mail: str
    sent_on: date
    list_names_documents: bool = False
    registration_slip: str | None = None
    payment_voucher: str | None = None
    return_receipt: str | None = None
    returned_on: date | None = None
    return_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class PublicNotice:
    """Service by public notice (第二十四条)."""

    carrier: str | None
    last_published_on: date
    notice_document: str | None = None
    reasons: str | None = None
    course: str | None = None
    absence_proof: str | None = None


@dataclass(frozen=True, kw_only=True)
class ElectronicService:
    """Electronic service with the party's consent (行政处罚法 第六十一条)."""

    consent_document: str | None
    address: str | None
    sent_shown_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One try to serve one document on one recipient."""

    id: str
    document: str
    recipient: str
    way: DeliveryWay
    state: DeliveryState
    tried_at: datetime
    entered: Entered
    servers: tuple[Participant, ...] = ()
    served_on: date | None = None
    failure: str | None = None
    receipt: Receipt | None = None
    posting: Posting | None = None
    notice: PublicNotice | None = None
    electronic: ElectronicService | None = None
    entrustment_letter: str | None = None
    on_the_spot: bool = False
    activity: str | None = None


@dataclass(frozen=True, kw_only=True)
class RightTold:
    """A right told to the party (第八条): by what means, when and by whom."""

    id: str
    right: Right
    means: str
    at: datetime
    by: str
    activity: str | None = None
    document: str | None = None
    answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """The party gave up a right; `document` is the written record (第十二条)."""

    right: Right
    on: date
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request of the party. `kind`: recusal, investigate_evidence, hearing, copy, deferral.

    `until`: the last day to which an accepted deferral 延期、分期缴纳 puts payment off.
    """

    id: str
    kind: str
    made_at: datetime
    entered: Entered
    by: str = ""
    accepted: bool | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reasons: str | None = None
    told_on: date | None = None
    document: str | None = None
    concerns_person: str | None = None
    withdrawn: bool = False
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LegalReview:
    """法制审核. `verdict`: agree, amend, disagree."""

    id: str
    reviewer: str
    person: str
    at: datetime
    verdict: str
    qualified: bool
    first_time: bool
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """集体讨论 of the heads."""

    id: str
    held_at: datetime
    present: tuple[str, ...]
    votes_for: int
    conclusion: str
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement or defence that was heard, and its review (行政处罚法 第四十五条)."""

    id: str
    activity: str
    heard_at: datetime
    content: str
    document: str | None = None
    after_demand: bool = False
    reviewed_at: datetime | None = None
    accepted: bool | None = None
    review_reasons: str | None = None
    review_document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """听证."""

    id: str
    activity: str
    held_at: datetime | None
    host: str | None
    host_person: str | None = None
    notice_document: str | None = None
    transcript: str | None = None
    report: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the notice of the proposed decision told the party."""

    document: str
    issued_on: date
    fine: int
    penalties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The decision. `fine` in fen; `kind`: penalty, no_penalty, not_established, transfer.

    `serious`: the circumstances were found serious 情节严重, which opens the higher ceiling.
    """

    document: str
    kind: str
    issued_on: date
    fine: int
    penalties: tuple[str, ...]
    basis: str | None = None
    law_version_on: date | None = None
    major: bool | None = None
    complex: bool = False
    simplified: bool = False
    order_to_correct: bool = False
    to_publish: bool = True
    handed_over_on_the_spot: bool = False
    serious: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionOrder:
    """责令改正, by its own document or in the decision."""

    id: str
    document: str
    ordered_on: date
    due_on: date
    reported_done_on: date | None = None
    checked_at: datetime | None = None
    check_activity: str | None = None
    check_result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Performance:
    """How one part of the outcome was carried out. `part`: fine, warning, correction, other."""

    id: str
    part: str
    extent: str
    on: date
    entered: Entered
    amount: int = 0
    voucher: str | None = None
    lawful_end: str | None = None
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Publication:
    """公示 of the decision."""

    published_on: date
    where: str
    document: str | None = None
    changed_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """Reconsideration or litigation. `kind`: reconsideration, litigation."""

    id: str
    kind: str
    begun_on: date
    copy_received_on: date | None = None
    answered_on: date | None = None
    ended_on: date | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Demand:
    """催告书."""

    document: str
    issued_on: date
    fields_complete: bool


@dataclass(frozen=True, kw_only=True)
class CourtApplication:
    """An application to the court to enforce."""

    id: str
    applied_on: date
    documents: tuple[str, ...]
    course: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Extension:
    """An approved extension of the time to handle the case."""

    approved_on: date
    months: int
    approval: str | None = None


@dataclass(frozen=True, kw_only=True)
class CrimeTransfer:
    """移送涉嫌犯罪案件 (行政处罚法 第二十七条；行政执法机关移送涉嫌犯罪案件的规定).

    `reported_on`: the head received the written report; `approved` None while the head has not
    decided, `reasons` are those for not transferring. `authority`: who it was sent to. `reply`:
    filed 立案, not_filed 不予立案; `materials_handed_on`: goods and other materials handed over.
    """

    id: str
    reported_on: date
    entered: Entered
    report_document: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    approved: bool | None = None
    reasons: str | None = None
    sent_at: datetime | None = None
    authority: str | None = None
    letter_document: str | None = None
    reply: str | None = None
    reply_received_on: date | None = None
    reply_document: str | None = None
    materials_handed_on: date | None = None
    materials_document: str | None = None


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The closed file as archived. `gap_reason` is the approver's where something is missing.

    `retention`: permanent, or fixed for `retention_years`; None while it was not recorded.
    `appraised_on`: put up for appraisal 鉴定 with its outcome in words (`appraisal`);
    `transferred_on`: handed to the public archives named in `transferred_to`.
    """

    archived_on: date
    archivist: str
    volumes: int
    gap_reason: str | None = None
    retention: str | None = None
    retention_years: int | None = None
    appraised_on: date | None = None
    appraisal: str | None = None
    transferred_on: date | None = None
    transferred_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class CopyMade:
    """A copy handed to a party (第二十八条)."""

    request: str
    made_on: date
    number: str
    approved_by: str | None
    contains_secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Isolation:
    """A record hidden from everyone at once, because a state secret came in with it by mistake.

    `record` is the id of a document, recording or piece of evidence. From then on the file shows
    the record without its words, and it proves nothing.
    """

    id: str
    record: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Removal:
    """The physical removal of an isolated record, by two persons (roster ids). It says nothing of
    what the record held: `basis` names the paper of the secrets department only.
    """

    id: str
    record: str
    removed_at: datetime
    security: str
    auditor: str
    basis: str
    entered: Entered


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """Who may see one class of records in every case of the bureau (第二十九条); both days inclusive.

    `secrecy`: business, privacy, informant; nobody is cleared for a state secret here.
    """

    person: str
    name: str
    secrecy: str
    since: date
    granted_by: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """A named person in charge of records (第二十七条), or of removing what should not be there.

    `of`: text, audiovisual; security (保密), audit (审计).
    """

    name: str
    of: str
    since: date
    until: date | None = None
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class ManagementRule:
    """The bureau's own rule on managing records (第二十七条)."""

    title: str
    in_force_from: date
    in_force_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that local rules set, with its citation; the value in force from a day on."""

    name: str
    value: int
    in_force_from: date
    citation: str


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year table entered by the bureau on top of the shipped ones."""

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    citation: str


@dataclass(frozen=True, kw_only=True)
class SupervisionOrder:
    """责令限期改正 by a superior authority (第三十条)."""

    id: str
    issued_on: date
    due_on: date
    by: str
    answered_on: date | None = None
    checked_on: date | None = None
    severe: bool = False
    discipline: str | None = None


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """The bureau's facts that rules need, so that a stranger gets the same answers."""

    name: str
    code: str
    level: str
    government: str | None = None
    keepers: tuple[Keeper, ...] = ()
    management_rules: tuple[ManagementRule, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    calendar: tuple[CalendarYear, ...] = ()
    clearances: tuple[Clearance, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PriorOrder:
    """An earlier order to correct against the same party, in another case."""

    case_number: str
    ordered_on: date


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the case is about. `procedure`: ordinary, simplified, inspection_only."""

    number: str
    title: str
    cause: str
    procedure: str
    opened_at: datetime
    handlers: tuple[Participant, ...]
    violation: str | None = None
    conduct_ended_on: date | None = None
    discovered_on: date | None = None
    filed_on: date | None = None
    concluded_on: date | None = None
    closed_on: date | None = None
    complex: bool = False
    left_investigation_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A whole case. The regulation reads nothing else but this and today's date."""

    case: CaseFacts
    bureau: Bureau
    parties: tuple[Party, ...] = ()
    activities: tuple[Activity, ...] = ()
    documents: tuple[Document, ...] = ()
    recordings: tuple[Recording, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    evidence_keepings: tuple[EvidenceKeeping, ...] = ()
    approvals: tuple[Approval, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    rights: tuple[RightTold, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    requests: tuple[Request, ...] = ()
    legal_reviews: tuple[LegalReview, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    statements: tuple[Statement, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decision: Decision | None = None
    correction_orders: tuple[CorrectionOrder, ...] = ()
    performances: tuple[Performance, ...] = ()
    publications: tuple[Publication, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    demands: tuple[Demand, ...] = ()
    court_applications: tuple[CourtApplication, ...] = ()
    extensions: tuple[Extension, ...] = ()
    crime_transfers: tuple[CrimeTransfer, ...] = ()
    archive: Archive | None = None
    copies: tuple[CopyMade, ...] = ()
    supervision_orders: tuple[SupervisionOrder, ...] = ()
    prior_orders: tuple[PriorOrder, ...] = ()
    isolations: tuple[Isolation, ...] = ()
    removals: tuple[Removal, ...] = ()
    format: str = FORMAT
    rule_pack: str = ""
