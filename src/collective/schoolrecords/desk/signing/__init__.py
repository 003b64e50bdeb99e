"""Signing on the screen: what is signed, who signs and how, and the sheets of familiarisation."""
