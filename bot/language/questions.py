"""The questions in a message: whether a sentence asks, and which questions are asked one after the other."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.language.expressions import expression
from bot.language.sentences import sentences

__all__ = ["MOST_CHARACTERS", "asks", "questions_in"]

MOST_CHARACTERS = 2000
"""From this length on a message is not looked at for several questions."""
_MOST = 50
_MARKED = expression(r"[？?][！!？?。.…]*[）)】~～\s]*$")
_QUOTED = expression(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|\"[^\"]*\"")
_ENDS_QUOTED = expression(r"[”」』》\"]\s*$")
_ASKING = expression(
    r"什么|甚么|什麼|甚麼|[啥谁誰哪]|(?<![未茶])几(?![乎率何内])|幾(?![乎率何])|多少|[多][久大长長高远遠宽寬深重快](?!数|數|家|量)|怎[么麼样樣]|如何(?![是能])?"
    r"|为何|為何|咋|[吗嗎么]$|呢$|是否|能否|可否|有没有|有沒有|是不是|能不能|会不会|會不會|要不要|可不可以|何[时時地处處人年]|请问|請問|想[问問]"
    r"|^\W*(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|can|could|will|would|should|has|have)\b",
    re.IGNORECASE,
)
_LONGEST_UNMARKED = 120
"""A longer sentence without a question mark says something, whatever words it holds."""
_STATED = expression(r"[。.！!；;…][”’」』）)】》\"'\s]*$")
# what asks nothing of its own after a question, or greets before one
_TAIL = expression(
    r"\W*(?:(?:真的|当真|是(?:这样)?|对|對|行|好|可以|知道|可能|确定|在|有(?:这回事)?)?(?:吗|嗎|么|吧|不)|是不是|对不对|對不對|行不行|好不好|是吧"
    r"|(?:有)?[人谁誰你您](?:能|可以)?(?:知道|清楚|了解|晓得)(?:吗|嗎|么)?"
    r"|(?:你|您|谁|誰|有人)?(?:能|可以|能不能|可不可以|可否|能否|麻烦)(?:帮我?|幫我?|请|請)?(?:告诉|告訴|回答|解答|说说|查查?|看看?|找找?|讲讲?)*(?:我|一下|下|吗|嗎|么)*"
    r"|你?好|谢谢|謝謝|(?:is it|right|really|yes|no|ok|okay|anyone|does anyone know|do you know|can you tell me|could you tell me))\W*",
    re.IGNORECASE,
)
_ALTERNATIVE = expression(r"\W*(?:还是|還是|或者?(?!许)|抑或|要么|亦或|or\b)", re.IGNORECASE)
_LEAD = expression(
    r".{0,24}[：:]\s*$|\W*(?:你好|您好|hi|hello|请问|請問|问一下|想问(?:一下|几个问题)?)\W*$", re.IGNORECASE
)
_ITEM = expression(
    r"^\s*(?:[（(]?\d{1,2}[）).、．:：]\s*|[①-⑳]\s*|[-*•·]\s+|[（(]?[一二三四五六七八九十][）)、．]\s*|[Qq]\d{0,2}[.:：、]\s*|问题?[一二三四五六七八九十\d]{1,2}[、：:.]\s*)"
)


def asks(sentence: str) -> bool:
    """Return whether the sentence asks: by its mark, or without any mark by its words."""
    text = _QUOTED.sub("", sentence).strip() or sentence.strip('“”「」『』" \n')
    if _MARKED.search(text):
        return True
    return len(text) <= _LONGEST_UNMARKED and not _STATED.search(text) and _ASKING.search(text) is not None


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions of the message in order, each with what is said before it; the whole of it if it is one.

    What merely seconds a question (真的吗, 还是周日？) belongs to it, and the same question again is none.
    """
    if len(text) > MOST_CHARACTERS:
        return (text,)
    found: list[str] = []
    said = ""
    for sentence in islice(_sentences(text), _MOST):
        if _LEAD.match(sentence):
            continue
        belongs = bool(found) and not said and (_TAIL.fullmatch(sentence) or _ALTERNATIVE.match(sentence))
        if belongs:
            found[-1] = f"{found[-1]} {sentence}"
        elif asks(sentence) and not _TAIL.fullmatch(sentence):
            found.append(f"{said} {sentence}".strip())
            said = ""
        else:
            said = f"{said} {sentence}".strip()
    once = {re.sub(r"[\W_]+", "", question).casefold(): question for question in reversed(found)}
    distinct = tuple(reversed(once.values()))
    return distinct if len(distinct) > 1 else (text,)


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences line by line, without the marks of a list; what ends within a quotation goes on after it."""
    for line in text.splitlines():
        bare, begun = _ITEM.sub("", line), ""
        for span in sentences(bare):
            begun += span.cut(bare)
            if not _ENDS_QUOTED.search(begun) and begun.strip():
                yield begun.strip()
                begun = ""
        if begun.strip():
            yield begun.strip()
