"""Demo: three invented municipalities with a year of plausible life in them.

Numbers of persons are test numbers: Sweden's official ones, Norway's synthetic ones (month + 80),
and Danish ones that fail modulus 11 on dates for which no such number was ever given out.
"""
