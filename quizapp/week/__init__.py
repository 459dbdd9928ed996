"""What has a teacher to know of a week of a course before the next lesson?"""
