"""What does a word mean? Our own plain meanings, and WordNet's, for a page to look up."""
