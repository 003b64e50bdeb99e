"""The demo school: invented people and records, made by the same steps that real ones take.

Every record is filed, approved, closed and archived by the account whose role does it, so that
its chain tells a true story. The data are the small files beside this module.
"""
