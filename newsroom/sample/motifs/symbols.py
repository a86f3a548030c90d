"""Signs for things that have no shape: figures, networks, data, health, books."""

from newsroom.sample.motifs.canvas import Canvas


def bar_chart(canvas: Canvas) -> str:
    """Bars and a line over them."""
    for y in range(160, 620, 90):
        canvas.line(f"M90 {y}H1110", canvas.far, 3)
    count = canvas.between(7, 10)
    step = 1000 / count
    level = canvas.between(140, 240)
    points: list[str] = []
    for index in range(count):
        level = max(70, min(430, level + canvas.between(-70, 95)))
        x = 110 + index * step
        canvas.rectangle(x, 620 - level, step * 0.62, level, canvas.middle if index < count - 1 else canvas.near)
        points.append(f"{x + step * 0.31:g} {560 - level:g}")
    canvas.line("M" + "L".join(points), canvas.accent, 9)
    end = points[-1].split()
    canvas.circle(float(end[0]), float(end[1]), 17, canvas.accent)
    canvas.line("M90 620H1110", canvas.near, 6)
    return "Illustration: a bar chart with a rising and falling line"


def circuit(canvas: Canvas) -> str:
    """A chip with its conductors."""
    canvas.rectangle(0, 0, 1200, 720, canvas.near)
    x, y, size = canvas.between(420, 560), canvas.between(210, 290), 230
    for index in range(7):
        for side in (-1, 1):
            start = y + 20 + index * 32
            edge = x if side < 0 else x + size
            bend = edge + side * canvas.between(60, 240)
            drop = canvas.between(-160, 160)
            end = bend + side * (abs(drop) + canvas.between(30, 130))
            canvas.line(f"M{edge} {start}H{bend}l{side * abs(drop)} {drop}H{end}", canvas.middle, 5)
            canvas.circle(end, start + drop, 10, canvas.accent if canvas.chooser.random() < 0.3 else canvas.far)
    canvas.rectangle(x, y, size, size, canvas.far, ' rx="18"')
    canvas.rectangle(x + 50, y + 50, size - 100, size - 100, canvas.accent, ' rx="10"')
    canvas.rectangle(x + 82, y + 82, size - 164, size - 164, canvas.paper, ' rx="6"')
    return "Illustration: a computer chip and its conductors"


def waves_of_data(canvas: Canvas) -> str:
    """Layered curves like measurements."""
    for index in range(9):
        y = 120 + index * 60
        swing = canvas.between(20, 110)
        colour = canvas.accent if index == 4 else (canvas.far, canvas.middle, canvas.near)[index % 3]
        canvas.line(f"M-20 {y}q155 {-swing} 310 0t310 0t310 0t310 0", colour, 10 if index == 4 else 6)
    for _ in range(7):
        canvas.circle(canvas.between(80, 1120), canvas.between(100, 620), canvas.between(9, 20), canvas.near)
    return "Illustration: layered curves with measuring points"


def heartbeat(canvas: Canvas) -> str:
    """A pulse line across a large disc."""
    x = canvas.between(420, 780)
    canvas.circle(x, 360, 250, canvas.far)
    canvas.circle(x, 360, 180, canvas.middle, ' opacity=".6"')
    data = "M-10 370H120"
    at = 120
    while at < 1050:
        peak = canvas.between(120, 210)
        data += f"l30 -40l30 40h20l25 {peak}l40 {-2 * peak}l35 {peak + 40}l25 -40h{canvas.between(60, 120)}"
        at += 300
    canvas.line(data + "H1220", canvas.accent, 11)
    canvas.rectangle(x - 26, 150, 52, 150, canvas.paper, ' rx="8"')
    canvas.rectangle(x - 75, 199, 150, 52, canvas.paper, ' rx="8"')
    return "Illustration: a pulse line and a medical cross"


def bookshelf(canvas: Canvas) -> str:
    """Two shelves of books."""
    colours = (canvas.middle, canvas.near, canvas.accent, canvas.far)
    for shelf in (330, 640):
        x = canvas.between(60, 120)
        while x < 1060:
            width, height = canvas.between(48, 84), canvas.between(170, 250)
            fill = canvas.chooser.choice(colours)
            canvas.rectangle(x, shelf - height, width, height, fill)
            canvas.rectangle(x + 8, shelf - height + 30, width - 16, 9, canvas.paper)
            x += width + canvas.chooser.choice((3, 3, 3, 40))
        canvas.rectangle(40, shelf, 1120, 18, canvas.near)
    return "Illustration: two shelves of books"
