"""How do questions move to and from other systems? One file a format, all of them pure."""
