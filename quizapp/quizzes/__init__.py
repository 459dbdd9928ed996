"""Which questions does a quiz draw, under which rules, and who may take it when?"""
