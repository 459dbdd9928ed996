"""What does a learner keep from reading? Settings, places, notes and words, each their own."""
