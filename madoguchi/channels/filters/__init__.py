"""Inbound filters in their written order, one small file each."""
