"""What may be sent? The forms, one file a part."""
