"""Pairing (penugasan pendamping): one lead agency per priority village, proven best or with its gap."""
