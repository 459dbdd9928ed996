"""What does an article consist of, how is one brought, and which ones does a teacher have?"""
