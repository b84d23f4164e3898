"""Where to look: paragraphs become one sealed generation, and a query becomes a ranking.

This package knows reports and rankings, and nothing of conversations, answers or pages.
"""
