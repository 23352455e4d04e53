"""Titles that programs fill in if nobody wrote one."""

import re

__all__ = ["is_placeholder"]

_TITLES = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint|Excel)\b.*|PowerPoint .*|untitled.*|\(?(?:anonymous|unspecified|unknown)\)?"
    r"|(?:无标题|未命名|文档|文稿|Document|Word|slide|幻灯片|标题|題目|题目|title)[\W\d]*|新建.*(?:文档|文本).*"
    r"|[A-Za-z]:\\.*|(?:file|https?)://.*|.*\.(?:docx?|rtf|pdf|wps|indd|tex|pptx?|xlsx?|txt|html?|fit|s\d+)|[\W\d_]*)",
    re.IGNORECASE,
)


def is_placeholder(title: str) -> bool:
    """Return whether a document's own title is one that its program filled in, as the name of its file."""
    return _TITLES.fullmatch(title) is not None
