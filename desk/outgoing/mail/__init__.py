"""Sending emails: composed, handed to the mail server, copied into the folder of sent mail."""
