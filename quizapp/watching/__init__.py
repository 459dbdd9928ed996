"""What does the program do, and how well? Lines for a log, counts of statements, figures."""
