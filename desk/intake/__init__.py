"""Imported lists: certificates, registrations, ratings."""
