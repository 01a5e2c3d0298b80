"""Lessons held in real Chromium over the embedded engine, told as stories about people."""
