"""What does a language model write, and what of it stands?

A writer beside the patterns: it is asked for a question, better wrong options, another wording or
a retelling (`questions`, `rewording`, `retelling`), and what comes back is held by gates.
Importing this package is cheap; what asks a model is imported by jobs and commands alone.
"""
