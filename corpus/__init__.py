"""What the reports say: files become paragraphs with addresses, kept in a durable library.

This package knows nothing of search, questions or pages, and imports none of the others.
"""
