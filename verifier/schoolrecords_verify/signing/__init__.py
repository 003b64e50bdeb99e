"""Signatures; the engines inside are those of the product, module for module."""
