"""Office files: DOCX and ODT in, an Article of provisional blocks out.

docx, docx_styles, docx_text    Word
odt, odt_styles, odt_text       OpenDocument
trees                           members of a zipped document → their trees of elements
styles, looks                   what a paragraph is, by its style's name or by how it looks
facts                           what the program noted about the file, where the text bears it out
passages, manuscript            passages → blocks, the same for both
"""
