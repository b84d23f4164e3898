"""Rapporteur beside other systems, each a program of its own, all in one run.

``on_...`` are those programs. They may run by an interpreter that is not ours, and then import
their own system and ``protocol``, and nothing of Rapporteur.
"""
