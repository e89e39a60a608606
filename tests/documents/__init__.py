"""Neutral descriptions of documents in, real files in every format out: nothing opaque in git.

The promise: what a description says stands in the file, in its order, in the markup that the
format's own programs would write; the same description always gives the same file.

    building     a description file → the file it stands for, in its format or another
    part         a description: typed parts with inline emphasis, links and note marks
    markdown     → Markdown as people type it
    markup       → the XHTML that `page` and `epub` share
    page         → a plain HTML page
    docx, odt    → what Word and LibreOffice save
    epub         → several spine documents, cover, contents, notes
    breaking     words → lines, hyphenated and justified
    composing    lines → columns and pages: running heads, notes, pull-quotes in large type
    pdf          → a PDF set with both
"""
