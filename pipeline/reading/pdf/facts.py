"""An open PDF in, what it says about itself out: title, authors, language.

Promise: a name that a program gave is no title, an account is no author.
"""

import ctypes
import re
from typing import Any

from pipeline.model import Metadata
from pipeline.patterns import pattern

_UNTITLED = pattern(
    r"untitled|microsoft word|\.(?:docx?|indd|pdf|tex|odt|qxd|pages)\b", re.IGNORECASE
)


def facts(raw: Any, document: Any) -> Metadata:
    """What the file notes; `raw` is pdfium's library, `document` the open file."""
    told = document.get_metadata_dict()
    title = " ".join(str(told.get("Title", "")).split())
    author = " ".join(str(told.get("Author", "")).split())
    if _UNTITLED.search(title) or not any(map(str.isalpha, title)):
        title = ""
    names = (part.strip() for part in re.split(r"\s*[;,&]\s*|\s+and\s+", author))
    authors = tuple(name for name in names if " " in name and not re.search(r"[\d@/\\]", name))
    return Metadata(title=title, authors=authors, language=_language(raw, document))


def _language(raw: Any, document: Any) -> str:
    ask = getattr(raw, "FPDFCatalog_GetLanguage", None)
    if ask is None:
        return ""
    held = (ctypes.c_ushort * 32)()
    length = ask(document.raw, held, ctypes.sizeof(held))
    told = bytes(held)[: max(0, length - 2)].decode("utf-16-le", "replace") if length else ""
    return told if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", told) else ""
