"""The charts' colours for files that know no style sheet (PDF); `styles/tokens.css` has the same for pages."""

SERIES = ("#2a55b8", "#c2620a", "#14806a", "#8a3fa0", "#5f6776")
SCALE = ("#cddbf4", "#a5bde8", "#7799d9", "#4770c2", "#1d3f91")
SCALE_NONE = "#e9e9ec"
INK = "#171a2b"
MUTED = "#404565"
LINE = "#d9dbe6"
PANEL = "#ffffff"

MOST_SERIES = len(SERIES)
DASHES = ("", "6 5", "2 5", "10 4 2 4", "14 5")


def style() -> str:
    """The style element's text of a standalone SVG: the classes of `styles/charts.css` with fixed colours."""
    rules = [
        f'text{{font-family:"Fira Sans",sans-serif;font-size:13px;fill:{MUTED}}}',
        f".strong,.label{{fill:{INK}}}.strong{{font-weight:600}}",
        f".axis,.sector{{stroke:{LINE};stroke-width:1}}.track{{fill:{LINE}}}",
        ".line{fill:none;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}",
        f".area{{fill:{SERIES[0]};opacity:.12}}.band{{fill:{SCALE[1]}}}.own{{fill:{SERIES[1]}}}",
        f".median,.target{{stroke:{INK};stroke-width:2.5}}.border{{fill:none;stroke:{MUTED};stroke-width:1.2}}",
        f".k-map path{{fill:{SCALE_NONE};stroke:{PANEL};stroke-width:.8}}",
        f".ring{{fill:none;stroke:{LINE};stroke-dasharray:3 5}}.edge{{fill:none;stroke:{MUTED};opacity:.5}}",
        f".centre{{fill:{INK}}}.weight-1{{stroke-width:1}}.weight-2{{stroke-width:2}}.weight-3{{stroke-width:3.5}}",
        f".sector-label{{font-size:15px;font-weight:600}}.number{{fill:{PANEL};font-size:11px;font-weight:600}}",
    ]
    for index, (colour, dash) in enumerate(zip(SERIES, DASHES, strict=True), start=1):
        dashed = f";stroke-dasharray:{dash}" if dash else ""
        rules.append(f".fill-{index}{{fill:{colour}}}.line-{index}{{stroke:{colour}{dashed}}}")
    rules.extend(f".k-map .class-{index}{{fill:{colour}}}" for index, colour in enumerate(SCALE, start=1))
    return "".join(rules)
