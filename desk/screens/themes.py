"""The four colour themes. State is shown by a symbol and a word first. tests/pilot/test_eyes.py measures the contrast.

Source of the ratios: WCAG 2.2, 1.4.3 (4.5 to 1) and 1.4.6 (7 to 1).
"""

from textual.theme import Theme

from desk.i18n import N_

# Textual's default hints and labels are too faint for 4.5 to 1.
_TEXT = {"text": "auto 94%", "text-muted": "auto 72%", "text-disabled": "auto 66%"}

DARK = Theme(
    name="dark",
    primary="#0a6cbf",
    secondary="#004578",
    accent="#ffa62b",
    warning="#ffa62b",
    error="#ba3c5b",
    success="#4ebf71",
    foreground="#e0e0e0",
    variables=_TEXT | {"text-error": "#f294a8"},
)
LIGHT = Theme(
    name="light",
    dark=False,
    primary="#004578",
    secondary="#0178d4",
    accent="#7a4100",
    warning="#7a4100",
    error="#a3002b",
    success="#14602a",
    foreground="#1a1a1a",
    background="#efefef",
    surface="#f7f7f7",
    panel="#dcdcdc",
    variables=_TEXT | {"primary-background": "#c3d3e3"},
)
CONTRAST = Theme(
    name="contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff9090",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#1a1a1a",
    panel="#000000",
    boost="#303030",
    variables={"text": "auto 100%", "text-muted": "auto 85%", "text-disabled": "auto 75%"},
)
# Only the terminal's own sixteen colours, which may be light on dark or dark on light: default text on the default background, and
# for a colour both of the pair (the `:ansi` rules beside the other styles).
SIXTEEN = Theme(
    name="16",
    ansi=True,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    success="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "bold reverse",
        "input-selection-background": "ansi_default",
        "input-selection-foreground": "ansi_default",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "screen-selection-background": "ansi_default",
        "screen-selection-foreground": "ansi_default",
    },
)

THEMES = (DARK, LIGHT, CONTRAST, SIXTEEN)

TITLES = {
    DARK.name: N_("Dark"),
    LIGHT.name: N_("Light"),
    CONTRAST.name: N_("High contrast"),
    SIXTEEN.name: N_("Terminal colours (16)"),
}
