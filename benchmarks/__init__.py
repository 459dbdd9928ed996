"""What is measured about quizapp, and against what?

Run from the project's root (`python -m benchmarks.eval`); never installed with the package.
"""
