"""Places where people meet: parliament, square, stage, pitch, track; and paper cut-outs and a globe."""

import math

from newsroom.sample.motifs.canvas import Canvas


def columns(canvas: Canvas) -> str:
    """A building with columns and a pediment."""
    canvas.ridge(420, 60, canvas.far)
    x, width = canvas.between(230, 330), canvas.between(580, 680)
    canvas.path(f"M{x - 40} 290L{x + width / 2:g} {canvas.between(130, 170)}L{x + width + 40} 290Z", canvas.near)
    canvas.rectangle(x - 40, 290, width + 80, 36, canvas.middle)
    count = canvas.between(5, 7)
    step = width / (count - 1)
    canvas.rectangle(x, 326, width, 254, canvas.near)
    for index in range(count):
        canvas.rectangle(x + index * step - 24, 326, 48, 254, canvas.paper)
    for row in range(3):
        canvas.rectangle(
            x - 50 - row * 40,
            580 + row * 34,
            width + 100 + row * 80,
            34,
            (canvas.middle, canvas.far, canvas.middle)[row],
        )
    canvas.circle(x + width / 2, 245, 22, canvas.accent)
    canvas.rectangle(0, 682, 1200, 38, canvas.near)
    return "Illustration: a parliament building with columns"  # fmt: skip


def crowd_banners(canvas: Canvas) -> str:
    """Heads and placards on a square."""
    canvas.ridge(330, 40, canvas.far, 4)
    for row, fill in enumerate((canvas.middle, canvas.near)):
        for index in range(9):
            x = index * 140 + canvas.between(0, 50) - 30 + row * 60
            y = 480 + row * 110 + canvas.between(-20, 20)
            if (index + row) % 3 == 0:
                canvas.line(f"M{x + 50} {y}V{y - 190}", canvas.near, 8)
                colour = canvas.accent if index % 2 else canvas.paper
                canvas.rectangle(x - 20, y - 270, 140, 90, colour, f' stroke="{canvas.near}" stroke-width="5"')
            canvas.circle(x, y, 38, fill)
            canvas.path(f"M{x - 75} 740V{y + 120}Q{x} {y - 10} {x + 75} {y + 120}V740Z", fill)
    return "Illustration: a crowd holding up blank placards"


def stage(canvas: Canvas) -> str:
    """A stage between curtains, in a spotlight."""
    canvas.rectangle(0, 0, 1200, 720, canvas.near)
    x = canvas.between(420, 780)
    canvas.path(f"M{x} -20L{x - 210} 600H{x + 210}Z", canvas.far, ' opacity=".45"')
    canvas.shapes.append(f'<ellipse cx="{x}" cy="600" rx="210" ry="36" fill="{canvas.paper}"/>')
    canvas.rectangle(x - 6, 430, 12, 165, canvas.near)
    canvas.circle(x, 420, 24, canvas.near)
    for side in (0, 1):
        for fold in range(5):
            left = fold * 52 if side == 0 else 1200 - (fold + 1) * 52
            canvas.rectangle(left, 0, 52, 660 - fold * 12, canvas.accent if fold % 2 else canvas.middle)
    canvas.rectangle(0, 660, 1200, 60, canvas.middle)
    canvas.path("M0 0H1200V70" + "q-60 70 -120 0" * 10 + "Z", canvas.accent)
    return "Illustration: a microphone in a spotlight on an empty stage"


def pitch(canvas: Canvas) -> str:
    """A football pitch from above, with a ball."""
    canvas.rectangle(0, 0, 1200, 720, canvas.near)
    stripe = 1200 / 8
    for index in range(8):
        if index % 2:
            canvas.rectangle(index * stripe, 0, stripe, 720, canvas.middle, ' opacity=".3"')
    canvas.line(
        "M60 60H1140V660H60ZM600 60V660M60 200H220V520H60M1140 200H980V520H1140"
        "M60 290H120V430H60M1140 290H1080V430H1140M500 360a100 100 0 1 0 200 0a100 100 0 1 0 -200 0",
        canvas.paper,
        6,
    )
    x, y = canvas.between(260, 940), canvas.between(160, 560)
    start, lift = canvas.between(120, 1080), canvas.between(-140, 140)
    canvas.line(f"M{start} 640Q{(start + x) // 2 + lift} {y} {x} {y}", canvas.far, 4)
    canvas.circle(x, y, 20, canvas.accent)
    for _ in range(canvas.between(5, 8)):
        canvas.circle(canvas.between(140, 1060), canvas.between(120, 600), 13, canvas.paper)
    return "Illustration: a football pitch from above, the ball in play"


def running_track(canvas: Canvas) -> str:
    """The lanes of a running track in a bend."""
    canvas.rectangle(0, 0, 1200, 720, canvas.far)
    x, y = canvas.between(-80, 260), canvas.between(760, 900)
    canvas.circle(x, y, 860, canvas.accent)
    for lane in range(6):
        canvas.circle(x, y, 850 - lane * 70, "none", f' stroke="{canvas.paper}" stroke-width="5"')
    canvas.circle(x, y, 430, canvas.middle)
    for lane in range(6):
        angle = -math.pi / 2 + canvas.chooser.uniform(0.15, 0.75)
        radius = 820 - lane * 70
        canvas.circle(round(x + radius * math.cos(angle)), round(y + radius * math.sin(angle)), 17, canvas.near)
    return "Illustration: runners in the lanes of an athletics track"


def cut_outs(canvas: Canvas) -> str:
    """Overlapping paper shapes."""
    colours = (canvas.far, canvas.middle, canvas.accent, canvas.near)
    for index in range(9):
        x, y, size = canvas.between(80, 1120), canvas.between(80, 640), canvas.between(90, 220)
        fill = colours[index % 4]
        shape = canvas.between(0, 2)
        if shape == 0:
            canvas.circle(x, y, size * 0.7, fill)
        elif shape == 1:
            canvas.path(f"M{x - size} {y}a{size} {size} 0 0 1 {2 * size} 0Z", fill)
        else:
            canvas.rectangle(
                x - size,
                y - size / 2,
                size * 1.6,
                size,
                fill,
                f' transform="rotate({canvas.between(-30, 30)} {x} {y})"',
            )
    canvas.line(f"M0 {canvas.between(200, 520)}q300 {canvas.between(-300, 300)} 600 0t600 0", canvas.near, 8)
    return "Illustration: overlapping paper cut-outs"  # fmt: skip


def globe(canvas: Canvas) -> str:
    """A globe with its meridians and a route across it."""
    x, y, radius = canvas.between(480, 720), 370, 270
    canvas.circle(x, y, radius + 40, canvas.far)
    canvas.circle(x, y, radius, canvas.middle)
    for _ in range(4):
        left, top = x + canvas.between(-170, 90), y + canvas.between(-150, 110)
        w, h = canvas.between(60, 130), canvas.between(40, 90)
        canvas.path(f"M{left} {top}q{w // 2} {-h} {w} {-h // 4}t{-w // 5} {h}t{-w} {h // 5}Z", canvas.paper)
    stroke = f' stroke="{canvas.near}" stroke-width="3"'
    for share in (0.35, 0.75):
        canvas.shapes.append(f'<ellipse cx="{x}" cy="{y}" rx="{radius * share:g}" ry="{radius}" fill="none"{stroke}/>')
    canvas.path(f"M{x - radius} {y}h{2 * radius}M{x - 236} {y - 130}h472M{x - 236} {y + 130}h472", more=stroke)
    canvas.line(f"M{x - 180} {y + 60}Q{x} {y - canvas.between(160, 300)} {x + 190} {y - 30}", canvas.accent, 9)
    for dot_x, dot_y in ((x - 180, y + 60), (x + 190, y - 30)):
        canvas.circle(dot_x, dot_y, 16, canvas.accent)
    return "Illustration: a globe with a route between two points"
