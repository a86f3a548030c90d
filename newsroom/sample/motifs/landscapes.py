"""Outdoors: hills, sea, harbour, houses, skylines, the night sky, leaves."""

from newsroom.sample.motifs.canvas import Canvas


def hills(canvas: Canvas) -> str:
    """Three ranges of hills under a sun."""
    canvas.sun()
    for base, swing, fill in ((360, 90, canvas.far), (470, 80, canvas.middle), (590, 50, canvas.near)):
        canvas.ridge(base, swing, fill)
    x = canvas.between(150, 1000)
    canvas.line(f"M{x} 720Q{x + 60} 650 {x - 40} 600T{x + 30} 520", canvas.paper, 9)
    return "Illustration: a path winding through hills under a low sun"


def sea(canvas: Canvas) -> str:
    """Waves and a sailing boat."""
    canvas.sun(180, 330)
    canvas.rectangle(0, 400, 1200, 320, canvas.far)
    x, y = canvas.between(300, 900), 470
    canvas.path(f"M{x} {y - 190}V{y - 20}H{x - 100}Z", canvas.near)
    canvas.path(f"M{x + 14} {y - 150}V{y - 20}H{x + 84}Z", canvas.accent)
    canvas.path(f"M{x - 110} {y - 8}H{x + 110}L{x + 76} {y + 36}H{x - 76}Z", canvas.near)
    for row, fill in enumerate((canvas.middle, canvas.near)):
        top = 500 + row * 110
        shift = canvas.between(-100, 0)
        waves = "".join("q75 -50 150 0" for _ in range(10))
        canvas.path(f"M{shift} {top}{waves}V720H{shift}Z", fill)
    return "Illustration: a small sailing boat on a calm sea"


def harbour(canvas: Canvas) -> str:
    """Cranes, containers and a ship at the quay."""
    canvas.sun()
    canvas.rectangle(0, 540, 1200, 180, canvas.middle)
    for _ in range(3):
        x, height = canvas.between(60, 1000), canvas.between(260, 380)
        top = 540 - height
        canvas.line(
            f"M{x} 540V{top}M{x + 70} 540V{top}M{x - 60} {top}H{x + 200}M{x + 35} {top}V{top - 60}L{x + 190} {top}",
            canvas.far,
            12,
        )
    x = canvas.between(80, 380)
    colours = (canvas.accent, canvas.far, canvas.near, canvas.middle)
    for row in range(3):
        for column in range(8 - row):
            canvas.rectangle(x + 90 + column * 66, 470 - row * 42, 62, 38, canvas.chooser.choice(colours))
    canvas.path(f"M{x} 510H{x + 720}L{x + 660} 610H{x + 60}Z", canvas.near)
    canvas.rectangle(0, 600, 1200, 120, canvas.middle)
    canvas.line("M0 655H300M420 680H760M860 648H1200", canvas.paper, 5)
    return "Illustration: a container ship and cranes in a harbour"  # fmt: skip


def skyline(canvas: Canvas) -> str:
    """Office towers, some windows lit."""
    canvas.sun()
    for fill, low, high, wide in ((canvas.far, 250, 420, 120), (canvas.middle, 170, 330, 150)):
        x = -20
        while x < 1200:
            width = canvas.between(wide * 0.6, wide)
            height = canvas.between(low, high)
            canvas.rectangle(x, 720 - height, width, height, fill)
            x += width + canvas.between(0, 18)
    x = canvas.between(180, 760)
    canvas.rectangle(x, 190, 210, 530, canvas.near)
    for row in range(8):
        for column in range(3):
            fill = canvas.accent if canvas.chooser.random() < 0.25 else canvas.far
            canvas.rectangle(x + 28 + column * 56, 225 + row * 58, 40, 34, fill)
    return "Illustration: office towers against a pale sky"


def houses(canvas: Canvas) -> str:
    """A row of gabled houses in a street."""
    canvas.ridge(330, 60, canvas.far)
    x = canvas.between(-60, 0)
    colours = (canvas.middle, canvas.near, canvas.accent)
    index = canvas.between(0, 2)
    while x < 1200:
        width, height = canvas.between(150, 210), canvas.between(210, 290)
        top = 640 - height
        canvas.path(f"M{x} 640V{top}L{x + width // 2} {top - 90}L{x + width} {top}V640Z", colours[index % 3])
        for side in (0.2, 0.6):
            canvas.rectangle(x + width * side, top + 40, width * 0.2, 56, canvas.paper)
        canvas.rectangle(x + width * 0.4, 550, width * 0.22, 90, canvas.far)
        x += width
        index += 1
    canvas.rectangle(0, 636, 1200, 84, canvas.far)
    canvas.line("M40 680H1160", canvas.paper, 6)
    return "Illustration: a street of gabled town houses"


def night_sky(canvas: Canvas) -> str:
    """Planets on their orbits among stars."""
    canvas.rectangle(0, 0, 1200, 720, canvas.near)
    for _ in range(26):
        canvas.circle(canvas.between(10, 1190), canvas.between(10, 710), canvas.between(2, 4), canvas.far)
    x, y = canvas.between(420, 780), canvas.between(320, 420)
    canvas.circle(x, y, 90, canvas.accent)
    for number, radius in enumerate((190, 290, 400)):
        canvas.shapes.append(
            f'<ellipse cx="{x}" cy="{y}" rx="{radius}" ry="{radius * 0.42:g}" fill="none" stroke="{canvas.middle}" '
            f'stroke-width="3" transform="rotate(-14 {x} {y})"/>'
        )
        side = canvas.chooser.choice((-1, 1))
        canvas.circle(x + side * radius * 0.97, y - side * radius * 0.242, 18 + number * 9, canvas.far)
    return "Illustration: planets circling a bright star"


def leaves(canvas: Canvas) -> str:
    """Stems with pairs of leaves."""
    for stem in range(4):
        x, top, lean = 180 + stem * 270 + canvas.between(-70, 70), canvas.between(120, 320), canvas.between(-60, 60)
        canvas.line(f"M{x} 740Q{x} {top + 200} {x + lean} {top}", canvas.near, 7)
        for step in range(4):
            y = 650 - step * (600 - top) / 4
            size = 150 - step * 20
            fill = canvas.chooser.choice((canvas.middle, canvas.near, canvas.far, canvas.accent))
            for side in (-1, 1):
                tip = x + side * size
                canvas.path(f"M{x} {y:g}Q{x + side * 20} {y - 80:g} {tip} {y - 90:g}Q{tip} {y - 10:g} {x} {y:g}Z", fill)
    return "Illustration: stems with broad leaves"
