"""Files that people hand in and that we make: kept, checked, scanned, handed out to those who may see them."""
