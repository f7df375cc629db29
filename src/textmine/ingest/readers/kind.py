"""What kind of file bytes are, told from the bytes: a name can lie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.errors import UnreadableFile
from textmine.ingest.readers.zip_limits import open_members
from textmine.ingest.signs.bullets import is_bullet_sign

if TYPE_CHECKING:
    from textmine.documents import Kind

_PDF_HEADER_WITHIN: Final = 1024  # bytes: Adobe's readers accept the header that late
_SAVE_AS: Final = "Word (.docx)・Excel (.xlsx)・PDF のどれかで保存し直してください"
_IMAGES: Final = (
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"GIF8[79]a", "GIF"),
    (rb"II\*\x00|MM\x00\*", "TIFF"),
    (rb"BM.{4}\x00\x00\x00\x00", "BMP"),
    (rb"RIFF.{4}WEBP", "WebP"),
    (rb".{4}ftyp(?:hei|mif|avif)", "HEIC"),
)
_OTHERS: Final = (
    (rb"\{\\rtf", "リッチテキスト (.rtf)", _SAVE_AS),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "圧縮ファイル", "展開してから中の様式を指定してください"),
    (rb"%!PS", "PostScript", "PDF に変換してください"),
    (rb"\x7fELF|MZ", "プログラム", "様式のファイルを指定してください"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAGS: Final = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|div|section|article|main|table|tbody|thead|tr|td|th|ul|ol|li|p|br|h[1-6]"
    r"|dl|dt|dd|span|a|img|meta|title)\b)[^<>]{0,500}>",
    re.IGNORECASE,
)
_HTML_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_SIGNS: Final = (
    re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$", re.MULTILINE),  # the rule under a table's head
    re.compile(r"^ {0,3}\|.*\|[ \t]*\n {0,3}\|.*\|[ \t]*$", re.MULTILINE),
    re.compile(r"(?<![*\w])\*\*[^\s*][^*]{0,300}\*\*"),
    re.compile(r"^ {0,3}:{3,}[ \t]*[\w{]", re.MULTILINE),  # Pandoc's fence around what was a <div>
    re.compile(r"^ {0,3}\+(?:[-=:]{3,}\+)+[ \t]*$", re.MULTILINE),  # the rule of a grid table
    re.compile(r"^ {2,9}-{5,}(?: +-{5,})+ *\n(?!\s*\n)", re.MULTILINE),  # that of Pandoc's other tables
)
# 「- ・…」 twice: a list whose items have bullets of their own
_BULLETS_IN_LIST: Final = re.compile(r"^ {0,3}[-*+][ \t]+(\W).*\n(?:[ \t]*\n)?[ \t]*[-*+][ \t]+\1", re.MULTILINE)
_LIST_SIGN: Final = re.compile(r"^[ \t]*[-*+][ \t]+\S", re.MULTILINE)
_SAMPLE: Final = 200_000  # characters


def tell_kind(content: bytes, place: str) -> Kind | None:
    """Tell PDF, Word and Excel; None means that the bytes may be a text.

    Raises:
        UnreadableFile: a kind that is known and not read, with what to do about it.
    """
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _tell_zip(content, place)
    if content.startswith(_OLE):
        raise _ole_refusal(content, place)
    for pattern, kind in _IMAGES:
        if re.match(pattern, content, re.DOTALL):
            found = f"画像 ({kind}) であり、文字がない"
            raise UnreadableFile(place, found, "先に OCR (文字認識) をかけて PDF かテキストにしてください")
    for pattern, kind, remedy in _OTHERS:
        if re.match(pattern, content):
            raise UnreadableFile(place, f"{kind}は読めない", remedy)
    return None


def tell_text_kind(text: str, name: str) -> Kind:
    """Tell HTML, Markdown and plain text by their signs; the name decides only where lists are all there is."""
    sample = text[:_SAMPLE]
    if _HTML_START.match(sample):
        return "html"
    tags = len(_TAGS.findall(sample))
    signs = any(sign.search(sample) for sign in _MARKDOWN_SIGNS)
    if tags and not signs and sample.lstrip().startswith("<") and tags * 40 > len(sample):
        return "html"  # Markdown that was a page may begin with <div> too
    if tags or signs or _lists_bullets(sample):
        return "markdown"
    if name.lower().endswith((".md", ".markdown")) and _LIST_SIGN.search(sample):
        return "markdown"
    return "text"


def _lists_bullets(sample: str) -> bool:
    return any(is_bullet_sign(found[1]) for found in _BULLETS_IN_LIST.finditer(sample))


def _tell_zip(content: bytes, place: str) -> Kind:
    names = open_members(content, place)
    if any(member.startswith("word/document") for member in names):
        return "docx"
    if any(member.startswith("xl/workbook") for member in names):
        if "xl/workbook.bin" in names:
            raise UnreadableFile(
                place, "Excel バイナリブック (.xlsb) は読めない", "Excel で .xlsx として保存し直してください"
            )
        return "xlsx"
    if any(member.startswith("ppt/") for member in names):
        raise UnreadableFile(place, "PowerPoint は読めない", "PDF で保存し直してください")
    if "content.xml" in names:
        raise UnreadableFile(place, "OpenDocument は読めない", _SAVE_AS)
    raise UnreadableFile(place, "ZIP ファイルであり、様式ではない", "展開してから中の様式を指定してください")


def _ole_refusal(content: bytes, place: str) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableFile(
            place,
            "パスワードで保護された Word・Excel のファイル",
            "Word・Excel で開き、パスワードを外して保存し直してください",
        )
    return UnreadableFile(place, "古い形式の Word・Excel (.doc・.xls) は読めない", _SAVE_AS)
