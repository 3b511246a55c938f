"""Two drawn screens of an invented ticket system. No words: what they show is said beside them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (1200, 680)
PAGE, PANEL, LINE = "#f3f5f8", "#ffffff", "#d5dbe5"
INK, PALE, BLUE, GREEN, AMBER = "#4a5873", "#c3cbd8", "#0f5fa8", "#17693f", "#c77700"


def acceptance_screen() -> SimpleUploadedFile:
    """A ticket with three fields filled in and a running clock."""
    image, draw = _window()
    for n in range(3):
        top = 150 + n * 130
        _text(draw, 300, top, 120, PALE)
        draw.rounded_rectangle((300, top + 26, 860, top + 84), 8, PANEL, LINE, 2)
        _text(draw, 322, top + 48, 300 - n * 60, INK)
        _tick(draw, 820, top + 55)
    draw.rounded_rectangle((920, 140, 1150, 300), 12, "#e7f0fa", BLUE, 2)
    draw.ellipse((985, 165, 1085, 265), outline=BLUE, width=8)
    draw.line((1035, 215, 1035, 182), BLUE, 7)
    draw.line((1035, 215, 1060, 228), BLUE, 7)
    draw.rounded_rectangle((300, 560, 500, 616), 8, BLUE)
    _text(draw, 345, 582, 110, "#ffffff")
    return _upload(image, "受理页面.png")


def order_screen() -> SimpleUploadedFile:
    """A list of orders that was filled in by itself; one line wants to be checked."""
    image, draw = _window()
    draw.rounded_rectangle((300, 140, 1150, 200), 8, PANEL, LINE, 2)
    _text(draw, 325, 163, 240, INK)
    for n in range(4):
        top = 230 + n * 90
        marked = n == 1
        fill, edge = ("#fff1dc", AMBER) if marked else (PANEL, LINE)
        draw.rounded_rectangle((300, top, 1150, top + 74), 8, fill, edge, 3 if marked else 2)
        _text(draw, 330, top + 22, 260, INK)
        _text(draw, 330, top + 48, 180, PALE)
        _text(draw, 700, top + 34, 150 + 20 * n, PALE)
        if marked:
            draw.polygon(((1092, top + 52), (1118, top + 52), (1105, top + 26)), fill=AMBER)
        else:
            _tick(draw, 1105, top + 38)
    return _upload(image, "客户与订单.png")


def _window() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Title bar, menu at the left, page."""
    image = Image.new("RGB", SIZE, PAGE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 72), fill=BLUE)
    _text(draw, 36, 30, 150, "#ffffff")
    draw.ellipse((1120, 18, 1156, 54), fill="#7cb8f5")
    draw.rectangle((0, 72, 240, SIZE[1]), fill="#0d1f36")
    for n in range(6):
        top = 110 + n * 58
        if n == 1:
            draw.rectangle((0, top - 16, 240, top + 28), fill="#1d3a5c")
        draw.rounded_rectangle((32, top, 48, top + 14), 4, "#7f93ad")
        _text(draw, 64, top + 2, 110 - 8 * (n % 3), "#c4d0e2")
    _text(draw, 300, 100, 260, INK)
    return image, draw


def _text(draw: ImageDraw.ImageDraw, x: int, y: int, width: int, fill: str) -> None:
    """A line of writing, drawn as a bar."""
    draw.rounded_rectangle((x, y, x + width, y + 14), 7, fill)


def _tick(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.line(((x - 12, y), (x - 3, y + 10), (x + 14, y - 12)), GREEN, 6, joint="curve")


def _upload(image: Image.Image, name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return SimpleUploadedFile(name, out.getvalue(), "image/png")
