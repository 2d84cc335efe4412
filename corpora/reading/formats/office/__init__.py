"""Workbooks and slides of Office Open XML."""
