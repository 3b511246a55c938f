"""Visio, XMind and Excel files, zipped here; as small as the programs' own would be read."""

import io
import json
import zipfile

from openpyxl import Workbook

VISIO = "http://schemas.microsoft.com/office/visio/2012/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MASTERS = {
    "1": "Process",
    "2": "Decision",
    "3": "Start/End",
    "4": "Dynamic connector",
    "5": "Swimlane",
    "6": "Document",
    "7": "Callout",
}


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cells(**values):
    return "".join(f'<Cell N="{key}" V="{value}"/>' for key, value in values.items())


def box(number, master, text, x, y, width=1.2, height=0.8, inner=""):
    place = cells(PinX=x, PinY=y, Width=width, Height=height, LocPinX=width / 2, LocPinY=height / 2)
    words = f"<Text><cp IX='0'/>{text}\n</Text>" if text else ""
    inside = f"<Shapes>{inner}</Shapes>" if inner else ""
    kind = "Group" if inner else "Shape"
    return f'<Shape ID="{number}" Type="{kind}" Master="{master}">{place}{words}{inside}</Shape>'


def line(number, begin=(0, 0), end=(0, 0), text="", **arrows):
    ends = cells(BeginX=begin[0], BeginY=begin[1], EndX=end[0], EndY=end[1], **arrows)
    words = f"<Text>{text}</Text>" if text else ""
    return f'<Shape ID="{number}" Type="Shape" Master="4">{ends}{words}</Shape>'


def lane(number, heading, x, y, width, height):
    head = f'<Shape ID="{number}1" Type="Shape">{cells(PinX=0.2, PinY=height / 2, Width=0.4, Height=height)}<Text>{heading}</Text></Shape>'
    return box(number, "5", "", x, y, width, height, inner=head)


def glue(connector, begin, end):
    return (
        f'<Connect FromSheet="{connector}" FromCell="BeginX" ToSheet="{begin}" ToCell="PinX"/>'
        f'<Connect FromSheet="{connector}" FromCell="EndX" ToSheet="{end}" ToCell="PinX"/>'
    )


def vsdx(shapes, connects="", *, pages=1, **more):
    listed = "".join(
        f'<Page ID="{n}" Name="页-{n}" NameU="Page-{n}"><PageSheet/><Rel r:id="rId{n}"/></Page>'
        for n in range(1, pages + 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="page" Target="page{n}.xml"/>' for n in range(1, pages + 1)
    )
    masters = "".join(f'<Master ID="{n}" NameU="{name}"/>' for n, name in MASTERS.items())
    other = (
        f'<PageContents xmlns="{VISIO}"><Shapes>{box(1, "1", "别处", 1, 1)}</Shapes></PageContents>'
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "visio/document.xml": f'<VisioDocument xmlns="{VISIO}"/>',
            "visio/masters/masters.xml": f'<Masters xmlns="{VISIO}">{masters}</Masters>',
            "visio/pages/pages.xml": f'<Pages xmlns="{VISIO}" xmlns:r="{LINKS}">{listed}</Pages>',
            "visio/pages/_rels/pages.xml.rels": f'<Relationships xmlns="{RELS}">{targets}</Relationships>',
            "visio/pages/page1.xml": f'<PageContents xmlns="{VISIO}"><Shapes>{"".join(shapes)}</Shapes>'
            f"<Connects>{connects}</Connects></PageContents>",
            **{f"visio/pages/page{n}.xml": other for n in range(2, pages + 1)},
            **more,
        }
    )


def topic(title, *children, note="", label="", **kinds):
    told = {"id": title, "title": title, "children": {"attached": list(children), **kinds}}
    if note:
        told["notes"] = {"plain": {"content": note}}
    if label:
        told["labels"] = [label]
    return told


def xmind(root, *, relationships=0, sheets=1):
    sheet = {"rootTopic": root, "relationships": [{"end1Id": "a"}] * relationships}
    more = [{"rootTopic": topic("别的")}] * (sheets - 1)
    return zipped({"content.json": json.dumps([sheet, *more]), "manifest.json": "{}"})


def old_xmind(text):
    return zipped({"content.xml": text, "meta.xml": "<meta/>"})


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
