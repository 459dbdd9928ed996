"""How do questions move in QTI: Canvas's 1.2, and 2.1, 2.2 and 3.0 of the standard? (pure)

packages    the zip: its manifest, its files, where a reference leads
shelves     pictures and passages that items share, and what could not be taken
questions   pieces of a question, as every version has them -> a draft that is sound
items       QTI 2.x and 3.0 -> drafts (names, bodies, interactions); writing, package_writing back
classic     QTI 1.2 -> drafts (conditions); classic_writing back
formats     the FORMATs
"""
