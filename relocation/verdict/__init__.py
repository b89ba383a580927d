"""Does the money work: the rules with their thresholds, what is missing to each, and what must not be hidden."""

from relocation.verdict.facts import Facts
from relocation.verdict.flags import FLAGS, declare_flags
from relocation.verdict.judgement import STATUS, Missing, Verdict, status_of
from relocation.verdict.rules import RULES, VIABLE, Rule, declare_verdict
from relocation.verdict.sentences import Told, assumed_inputs

__all__ = [
    "FLAGS",
    "RULES",
    "STATUS",
    "VIABLE",
    "Facts",
    "Missing",
    "Rule",
    "Told",
    "Verdict",
    "assumed_inputs",
    "declare_flags",
    "declare_verdict",
    "status_of",
]
