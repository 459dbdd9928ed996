"""How does an article read that this process has read before?

Its text never changes once it has questions; what is told about it (its title, its source) may, and
is part of the key.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.articles.document import Document
from quizapp.articles.models import Article
from quizapp.kept import Kept

_DOCUMENTS: Kept[Document] = Kept(most=100)


def find_document(session: Session, article: Article) -> Document:
    """The article as a plain value; its blocks are read once."""
    bind = session.get_bind()
    key = (
        *(article.id, article.created_at, article.sha256, article.title, article.author),
        *(article.source, article.published_on, article.licence, article.level),
    )
    document = _DOCUMENTS.find(bind, key)
    if document is None:
        document = article.to_document()
        _DOCUMENTS.keep(bind, key, document)
    return document
