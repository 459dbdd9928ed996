"""How is the whole database kept in a file, brought back, and moved to the other engine?"""
