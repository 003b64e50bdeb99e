"""Protocols of exams, attestation, monitoring and councils."""
