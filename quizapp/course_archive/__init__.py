"""How does a whole course move to another place, and come back the same?"""
