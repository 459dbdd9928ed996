"""Which questions does an article have, in which version, and who has approved them?"""
