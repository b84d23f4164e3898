"""How good it is: judged questions and benchmarks, put to the service, become measures.

It may use the public names of ``service`` and nothing else of the project; it changes no
answer, keeps no question, and writes only the files that its commands are told to write.
"""
