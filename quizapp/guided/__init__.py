"""How far may a learner read on in a text? Gates between its parts, each with a question."""
