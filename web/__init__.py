"""How answers and reports are shown: HTML pages, a JSON API and the server of both.

This package decides nothing about an answer and changes nothing on disk: it uses the public
names of ``service`` only, and it alone knows HTTP.
"""
