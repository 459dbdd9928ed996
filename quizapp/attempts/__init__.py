"""How does a learner sit a quiz: until when, what was answered, and what does it score?"""
