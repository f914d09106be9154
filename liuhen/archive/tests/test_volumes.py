"""The volumes: what stands in them, in which order, on which pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from liuhen import clock
from liuhen.archive import binding, pages
from liuhen.archive.binding import Bound, Facts, bind_volumes
from liuhen.archive.keeping import keeping
from liuhen.archive.models import Volume
from liuhen.archive.tests.conftest import World, entered, paper_pdf, picture, scanned, written
from liuhen.archive.volumes import Source, plan_volumes
from liuhen.cases.actions import record_activity
from liuhen.delivery.models import Delivery
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.evidence.models import Recording
from liuhen.vault import store

AT = clock.shanghai(2026, 11, 24, 10, 0)


def facts(reason: str = "") -> Facts:
    return Facts("20260001", "permanent", "庚", AT, reason)


def bound(world: World, folder: Path, reason: str = "") -> dict[str, Bound]:
    folder.mkdir(exist_ok=True)
    return {one.kind: one for one in bind_volumes(plan_volumes(world.case), facts(reason), folder)}


def titles(one: Bound) -> list[str]:
    return [item["title"] for item in one.items]


def texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def corner(page: pdfium.PdfPage, *, left: bool = False) -> str:
    """Return the text in the bottom corner of a page."""
    width, _ = page.get_size()
    edge = 80
    box = (0, 0, edge, 45) if left else (width - edge, 0, width, 45)
    text: str = page.get_textpage().get_text_bounded(*box)
    return text.strip()


def test_items_stand_in_the_order_of_their_types_and_each_in_its_volume(
    world: World, tmp_path: Path
) -> None:
    both = bound(world, tmp_path)
    assert titles(both["main"]) == [
        "行政处罚决定书",
        "现场检查（勘验）笔录",
        "询问笔录",
        "［营业执照副本］",
        "［照片］",
        "［缴款凭证］",
        "音像资料说明表",
    ]
    assert titles(both["side"]) == ["结案报告"]


def test_every_numbered_page_bears_its_number_and_the_ranges_say_so(
    world: World, tmp_path: Path
) -> None:
    main = bound(world, tmp_path)["main"]
    with pdfium.PdfDocument(main.path) as opened:
        stamped = [corner(page) for page in opened]
    front = 2
    assert stamped[front : front + main.pages] == [str(n) for n in range(1, main.pages + 1)]
    assert not any(one.isdigit() for one in (*stamped[:front], stamped[-1]))
    assert [item["pages"] for item in main.items] == ["1—2", "3—4", "5—7", "8", "9", "10", "11"]


def test_bookmarks_lead_to_the_first_page_of_each_item(world: World, tmp_path: Path) -> None:
    main = bound(world, tmp_path)["main"]
    with pdfium.PdfDocument(main.path) as opened:
        marks = {one.get_title(): one.get_dest().get_index() for one in opened.get_toc()}
    for place, item in enumerate(main.items, start=1):
        first = int(item["pages"].split("—")[0])
        assert marks[f"{place}　{item['title']}"] == 2 + first - 1
    assert marks["卷宗封面"] == 0
    assert marks["卷内备考表"] == 2 + main.pages


def test_the_contents_show_number_day_and_pages(world: World, tmp_path: Path) -> None:
    main = bound(world, tmp_path)["main"]
    shown = texts(main.path)[1].replace("\r\n", "")
    assert "示统罚决字〔2026〕9号" in shown
    assert f"{world.papers['决定书'].dated:%Y%m%d}" in shown
    assert "1—2" in shown


def test_scans_of_all_pages_replace_the_unsigned_ones_and_some_follow_them(world: World) -> None:
    items = {item.title: item for item in plan_volumes(world.case).items}
    whole, partly = items["现场检查（勘验）笔录"], items["询问笔录"]
    assert {one.media for one in whole.sources} == {"image/jpeg"}
    assert [one.media for one in partly.sources] == ["application/pdf", "image/jpeg"]


def test_the_newest_scan_of_a_page_is_the_one_bound(world: World) -> None:
    record = world.papers["现场检查笔录"]
    before = {item.title: item for item in plan_volumes(world.case).items}["现场检查（勘验）笔录"]
    version = record.versions.get()
    image = Image.open(store.open(version.scans.get(page=1).file_sha256))
    image.putpixel((5, 5), 0 if image.mode == "L" else (9, 9, 9))
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=90)
    documents.attach_scan(world.actor("甲"), record, data=out.getvalue(), name="重扫.jpg")
    after = {item.title: item for item in plan_volumes(world.case).items}["现场检查（勘验）笔录"]
    assert len(after.sources) == len(before.sources)
    assert after.sources[0] != before.sources[0]
    assert after.sources[1:] == before.sources[1:]


def test_a_receipt_follows_the_document_it_serves(world: World) -> None:
    actor, case, decision = world.actor("甲"), world.case, world.papers["决定书"]
    receipt = entered(world, "delivery_receipt", paper_pdf(), title="送达回证（决定书）")
    at = clock.now() - timedelta(minutes=1)
    activity = record_activity(actor, case, kind="service", started_at=at, ended_at=at)
    Delivery.objects.create(
        document=decision,
        activity=activity,
        recipient="某某公司",
        way="direct",
        state="tried",
        receipt=receipt,
        recorded_at=at,
        recorded_by_id=actor.id,
        recorded_by=actor.text,
    )
    found = [item.title for item in plan_volumes(case).of("main")]
    assert found[:2] == ["行政处罚决定书", "送达回证（决定书）"]


def test_a_corrected_document_is_followed_by_its_earlier_text(world: World, tmp_path: Path) -> None:
    record = world.papers["询问笔录"]
    fields = {**record.fields, "place": "更正后的地点"}
    documents.correct(world.actor("甲"), record, fields=fields, reason="录入笔误")
    main = bound(world, tmp_path)["main"]
    place = titles(main).index("询问笔录")
    assert titles(main)[place + 1] == "询问笔录（更正前第1版）"
    assert "更正前的文本附后" in texts(main.path)[-1].replace("\r\n", "")


def test_void_papers_are_not_bound_but_told(world: World, tmp_path: Path) -> None:
    main = bound(world, tmp_path)["main"]
    assert not any("误收的函" in title for title in titles(main))
    assert "误收的函" in texts(main.path)[-1].replace("\r\n", "")


def test_what_has_no_original_or_no_layout_is_listed_and_told(world: World, tmp_path: Path) -> None:
    entered(world, "incoming_paper", None, fields={"name": "证明信"}, title="证明信")
    entered(
        world, "incoming_paper", b"PK\x05\x06" + bytes(18), fields={"name": "台账"}, title="台账"
    )
    main = bound(world, tmp_path, "经研究同意")["main"]
    by_title = {item["title"]: item for item in main.items}
    assert (by_title["［证明信］"]["pages"], by_title["［证明信］"]["remark"]) == ("—", "缺原件")
    assert by_title["［台账］"]["remark"] == "电子件，见案卷包"
    notes = texts(main.path)[-1].replace("\r\n", "")
    assert "缺原件：［证明信］" in notes
    assert "［台账］" in notes
    assert "经研究同意" in notes


def test_what_may_not_be_shown_stands_in_the_side_volume(world: World) -> None:
    Document.objects.filter(pk=world.papers["决定书"].pk).update(secrecy="commercial")
    Recording.objects.filter(title="照片").update(secrecy="privacy")
    plan = plan_volumes(world.case)
    side = {item.title: item.remark for item in plan.of("side")}
    assert side["行政处罚决定书"] == "不对外提供"
    assert side["［照片］"] == "不对外提供"


def test_the_recordings_sheet_names_both_digests(world: World, tmp_path: Path) -> None:
    main = bound(world, tmp_path)["main"]
    sheet = texts(main.path)[-2].replace("\r\n", "")
    row = Recording.objects.get(title="录音")
    assert row.file_sha256[:8] in sheet
    assert row.file_sm3[:8] in sheet


def test_a_case_without_anything_has_a_main_volume_of_its_three_sheets(
    world: World, tmp_path: Path
) -> None:
    Recording.objects.all().delete()
    world.case.evidence.all().delete()
    Document.objects.filter(case=world.case).update(state="void")
    both = bound(world, tmp_path)
    assert both.keys() == {Volume.Kind.MAIN}
    assert (both["main"].pages, len(texts(both["main"].path))) == (0, 3)


def test_binding_again_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    one, two = (bound(world, tmp_path / name)["main"].path.read_bytes() for name in "ab")
    assert one == two


def test_on_two_sides_the_number_stands_in_the_outer_corner(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(keeping().pages, "corner", "outside")
    main = bound(world, tmp_path)["main"]
    with pdfium.PdfDocument(main.path) as opened:
        assert corner(opened[2]) == "1"
        assert corner(opened[3], left=True) == "2"
        assert corner(opened[3]) == ""


def made(sources: Sequence[Source], out: Path) -> pikepdf.Pdf:
    pages.make_pages(tuple(sources), out)
    return pikepdf.open(out)


def source(data: bytes, caption: str = "") -> Source:
    stored = store.put_bytes(data, None)
    return Source(stored.sha256, stored.media, caption)


@pytest.mark.parametrize(
    ("size", "turned", "shown"),
    [
        ((595.28, 841.89), 0, pages.A4),
        ((595.28, 841.89), 90, pages.A4[::-1]),
        ((841.89, 595.28), 90, pages.A4),
        ((842, 1191), 0, pages.A4),
        ((300, 200), 0, pages.A4[::-1]),
    ],
)
def test_pages_of_any_size_and_turn_come_upright_onto_a4(
    size: tuple[float, float], turned: int, shown: tuple[float, float], world: World, tmp_path: Path
) -> None:
    with made([source(paper_pdf(1, size, turned))], tmp_path / "x.pdf") as pdf:
        assert [tuple(map(round, one)) for one in pages.sizes(pdf)] == [tuple(map(round, shown))]
        assert int(pdf.pages[0].get("/Rotate", 0)) == 0


def test_pages_that_share_their_resources_bear_each_its_own_number(
    world: World, tmp_path: Path
) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        shared = pdf.make_indirect(pikepdf.Dictionary())
        for _ in range(3):
            pdf.add_blank_page(page_size=pages.A4).obj.Resources = shared
        pdf.save(out)
    entered(world, "incoming_paper", out.getvalue(), fields={"name": "函"}, title="函")
    main = bound(world, tmp_path)["main"]
    with pdfium.PdfDocument(main.path) as opened:
        stamped = [corner(page) for page in opened][2:-1]
    assert stamped == [str(n) for n in range(1, main.pages + 1)]


def test_a_picture_that_fits_goes_in_byte_for_byte_and_a_huge_one_smaller(
    world: World, tmp_path: Path
) -> None:
    plain = picture("plain")
    with made([source(plain)], tmp_path / "a.pdf") as pdf:
        assert pdf.pages[0].Resources.XObject.Picture.read_raw_bytes() == plain
    noise = Image.effect_noise((5000, 3000), 90)
    out = io.BytesIO()
    noise.save(out, format="JPEG", quality=95)
    assert len(out.getvalue()) > 3 * 1024 * 1024
    with made([source(out.getvalue(), "说明")], tmp_path / "b.pdf") as pdf:
        image = pdf.pages[0].Resources.XObject.Picture
        assert int(image.Width) == 1713  # 174 mm at 250 dpi
        assert tuple(map(round, next(pages.sizes(pdf)))) == tuple(map(round, pages.A4))


def test_every_frame_of_a_fax_becomes_a_page(world: World, tmp_path: Path) -> None:
    frames = [Image.new("1", (400, 600), n) for n in (0, 1, 0)]
    out = io.BytesIO()
    frames[0].save(out, format="TIFF", save_all=True, append_images=frames[1:])
    with made([source(out.getvalue())], tmp_path / "x.pdf") as pdf:
        assert len(pdf.pages) == 3


def test_a_seal_that_is_an_annotation_stays_visible(world: World, tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=pages.A4)
        look = pikepdf.Stream(
            pdf,
            b"1 0 0 rg 0 0 100 100 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 100, 100],
        )
        seal = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[200, 200, 300, 300],
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        page.obj.Annots = pikepdf.Array([seal])
        pdf.save(out)
    pages.make_pages((source(out.getvalue()),), tmp_path / "x.pdf")
    with pdfium.PdfDocument(tmp_path / "x.pdf") as opened:
        picture_of = (
            opened[0].render(may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
        )
    assert picture_of.getpixel((250, 842 - 250)) == (255, 0, 0)


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"])
def test_broken_files_have_no_layout_and_stop_nothing(
    data: bytes, world: World, tmp_path: Path
) -> None:
    with pytest.raises(pages.NoLayout):
        pages.make_pages((source(data),), tmp_path / "x.pdf")


def test_a_volume_of_three_hundred_pages_is_bound(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(world, "incoming_paper", paper_pdf(300), fields={"name": "账册"}, title="账册")
    main = bound(world, tmp_path)["main"]
    with pdfium.PdfDocument(main.path) as opened:
        assert corner(opened[2 + main.pages - 1]) == str(main.pages)
    assert main.pages > 300
    assert main.path.stat().st_size < 5_000_000


def test_signed_later_means_planned_again(world: World) -> None:
    late = written(world, "recording_note")
    unsigned = {i.title: i for i in plan_volumes(world.case).items}[late.title]
    scanned(world, late)
    signed = {i.title: i for i in plan_volumes(world.case).items}[late.title]
    assert unsigned.sources[0].media == "application/pdf"
    assert {one.media for one in signed.sources} == {"image/jpeg"}


def test_the_length_of_a_recording_is_shown_as_a_clock_shows_it() -> None:
    assert [binding._length(s) for s in (None, 0, 61, 3725)] == [
        "",
        "0:00:00",
        "0:01:01",
        "1:02:05",
    ]


@pytest.mark.parametrize("turn", [0, 35, -48, 900, 1800, -900])
def test_a_crooked_scan_stands_straight_and_keeps_its_own_bytes(
    world: World, tmp_path: Path, turn: int
) -> None:
    page = Image.new("RGB", (1240, 1754), "white")
    page.paste("black", (200, 300, 1040, 330))  # one line of print, above the middle
    taken = page.rotate(-turn / 10, expand=True, fillcolor="white")
    out = io.BytesIO()
    taken.save(out, format="JPEG", quality=90)
    stored = store.put_bytes(out.getvalue())
    made = tmp_path / "page.pdf"
    pages.make_pages((Source(stored.sha256, "image/jpeg", turn=turn),), made)
    with pdfium.PdfDocument(made) as opened:
        (only,) = opened
        shown = only.render(scale=2, grayscale=True).to_pil()
    left, top, right, bottom = shown.point(lambda tone: 255 * (tone < 128)).getbbox()
    assert shown.width < shown.height
    assert (bottom - top) / (right - left) < 0.06
    assert top < shown.height * 0.3
    with pikepdf.open(made) as opened_again:
        (picture,) = opened_again.pages[0].get_images().values()
        assert bytes(picture.read_raw_bytes()) == out.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kept", [True, False])
def test_a_photograph_stands_upright_however_the_camera_was_held(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, orientation: int, kept: bool
) -> None:
    if not kept:
        monkeypatch.setattr(pages, "_KEEP_BYTES", 0)
    upright = Image.new("RGB", (600, 900), "white")
    upright.paste("black", (40, 60, 240, 160))  # in the upper left corner
    undo = {
        1: None, 2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM",
        5: "TRANSPOSE", 6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270",
    }[orientation]  # fmt: skip
    held = upright.transpose(Image.Transpose[undo]) if undo else upright
    exif = Image.Exif()
    exif[274] = orientation
    out = io.BytesIO()
    held.save(out, format="JPEG", quality=92, exif=exif)
    made = tmp_path / "page.pdf"
    pages.make_pages((Source(store.put_bytes(out.getvalue()).sha256, "image/jpeg"),), made)
    with pdfium.PdfDocument(made) as opened:
        (only,) = opened
        shown = only.render(scale=1, grayscale=True).to_pil()
    left, top, right, bottom = shown.point(lambda tone: 255 * (tone < 128)).getbbox()
    assert right < shown.width / 2
    assert bottom < shown.height / 2
    assert right - left > bottom - top
