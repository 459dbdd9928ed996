"""What is kept about a learner, how do they get it, and how does it go?"""
