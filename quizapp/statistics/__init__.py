"""How did a quiz and each of its questions work: in numbers, in words and in pictures?"""
