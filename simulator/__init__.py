"""Invented ads with an answer sheet, and the local sites that serve them."""
