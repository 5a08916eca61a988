"""Frozen dataclasses and enums that every room speaks. Standard library only."""
