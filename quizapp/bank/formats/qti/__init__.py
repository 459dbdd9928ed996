"""How do questions move in QTI: Canvas's 1.2, and 2.1, 2.2 and 3.0 of the standard? (pure)

packages    the zip: its manifest, its files, where a reference leads (manifests writes one)
shelves     pictures and passages that questions share
refusals    why a question cannot be taken, and what of it was left out
questions   pieces of a question, as every version has them -> a draft that is sound
reading     QTI 2.x and 3.0: items (bodies, declarations, interactions) under one vocabulary
            (names); package_writing, writing and scoring go back
classic_…   QTI 1.2: reading (items, questions, conditions) and writing (answers)
formats     the FORMATs
"""
