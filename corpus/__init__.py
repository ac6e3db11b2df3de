"""Notices that we write ourselves, with gold that is exact because the writer knows what it wrote."""
