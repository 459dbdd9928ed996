"""Who teaches, who learns, and in which course?"""
