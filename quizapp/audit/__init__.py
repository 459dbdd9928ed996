"""What did teachers and operators do, when, and to what?"""
