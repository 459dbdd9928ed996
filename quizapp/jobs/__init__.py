"""How does long work happen off the web workers?

A job is a row that says how far it is, and a task in huey's queue. `quizapp worker` runs the tasks:
`generating` writes the bank of an article, `asking` drafts questions about picked words.
"""
