"""Which score does each learner of a course have in each quiz?"""
