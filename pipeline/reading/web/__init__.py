"""Pages and e-books: markup in, an Article of provisional blocks out; what surrounds it, skipped.

html, charsets, growing     a saved page: bytes → text → tree
epub, epub_package          an e-book: its spine's documents as one
landmarks, refusing         where the article stands, or that there is none
boilerplate, hiding         what is no part of it, and why
flowing, shapes             the page's lines, where the text runs in them, what a line's shape says
zoning, boxing              what stands in front of the text, between, behind, beside a picture
page_data                   what the page says about it: linked_data, microdata
sighting                    how an element is seen: elements, parts, styling, setting, marking
markup, drafting            the walk over the tree, and what it holds
sweeping, site_lines        lines that sites put between blocks
"""
