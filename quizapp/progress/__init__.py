"""How does a learner get on: what is mastered, how has it gone so far, what is practised next?"""
