"""HTML to text: what a person would read, with quotations marked as in plain messages."""

import re

import html_text
from lxml import etree, html

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE)
_BEGIN, _END = "\ue000", "\ue001"  # private signs that enclose a quotation until the text is there
_BLANK_LINES = re.compile(r"\n{3,}")


def to_text(source: str) -> str:
    """The text of a page; "" if there is none. Hidden text is left out: it is bait, or the preview of a newsletter."""
    try:
        tree = html.document_fromstring(_without_declaration(source))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for element in tree.xpath("//*[@style]"):
        if _HIDDEN.search(element.get("style", "")) and element.getparent() is not None:
            element.drop_tree()
    for quotation in tree.iter("blockquote"):
        quotation.text = f"{_BEGIN}{quotation.text or ''}"
        quotation.append(quotation.makeelement("p"))
        quotation[-1].text = _END
    return _marked(html_text.extract_text(html_text.cleaner.clean_html(tree)))


def _without_declaration(source: str) -> str:
    """The source without an XML declaration: lxml refuses one with an encoding in a text that is decoded already."""
    return re.sub(r"^\s*<\?xml[^>]*>", "", source)


def _marked(text: str) -> str:
    """Marks each line of a quotation with `>`, once for each level."""
    lines, depth = [], 0
    for line in text.split("\n"):
        before = depth
        depth += line.count(_BEGIN)
        bare = line.replace(_BEGIN, "").replace(_END, "").rstrip()
        level = max(before, depth)
        depth = max(depth - line.count(_END), 0)
        if bare or not level:  # a blank line in a quotation says nothing
            lines.append(f"{'>' * level} {bare}" if level else bare)
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
