"""What the control words of RTF mean for a reader: signs, groups that are no text, encodings."""

__all__ = ["READ", "SIGNS", "UNREAD", "encoding_of_charset", "encoding_of_page"]

SIGNS = {
    "tab": " ", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": "\u00a0", "_": "-",
}  # fmt: skip
UNREAD = frozenset(
    "annotation atnauthor atndate atnid atnparent atnref atntime atrfend atrfstart author background bkmkend bkmkstart"
    " blipuid buptim category colorschememapping colortbl comment company creatim datafield datastore docvar doccomm"
    " factoidname falt ffdeftext filetbl fontemb fontfile footer footerf footerl footerr ftncn ftnsep ftnsepc"
    " aftncn aftnsep aftnsepc generator header headerf headerl headerr hlinkbase keycode keywords latentstyles"
    " levelnumbers leveltext list listlevel listname listoverride listoverridetable listpicture liststylename listtable"
    " manager mmathPr nesttableprops nonesttables objalias objdata objname objsect operator panose passwordhash"
    " picprop pict pgptbl pnseclvl pnlvlblt pnlvlbody pnlvl printim private propname protusertbl revtbl revtim"
    " rsidtbl rxe shprslt sn sp staticval subject sv template tc themedata userprops wgrffmtfilter windowcaption"
    " xmlnstbl xmlattrname xmlattrvalue xe pn upr txe".split()
)
"""Groups whose text is not shown, or not as a part of the text: running heads, comments, records."""

READ = frozenset(
    "footnote info listtext pntext shp shpinst shptxt shpgrp do dptxbx dptxbxtext field fldrslt ud".split()
)
"""Groups that are read although they may be marked as of no use to an old program."""

_PAGES = {
    936: "gb18030",
    950: "big5hkscs",
    65001: "utf-8",
    10000: "mac_roman",
    10008: "gb18030",
    10002: "big5",
}
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_WINDOWS = (437, 850, 852, 866, 874, 932, 949, *range(1250, 1259))


def encoding_of_page(page: int) -> str:
    """Return the encoding of a Windows code page; that of Western Europe for one that is not known."""
    return _PAGES.get(page) or (f"cp{page}" if page in _WINDOWS else "cp1252")


def encoding_of_charset(charset: int) -> str | None:
    """Return the encoding of a font's character set; None where the document's own counts."""
    return _CHARSETS.get(charset)
