"""Greetings, thanks and farewells: what is said to an assistant and asks it nothing.

They are answered in kind and searched for nowhere; before a question they are left out of it.
"""

import re

_GREETING = r"""
    (?: hello | hi | hey | greetings | good\s+(?:morning|afternoon|evening|day)
      | bonjour | hola | hallo | salut )
    (?: \s+(?:there|again|all|everyone) )?
"""
_THANKS = r"""
    (?: (?:many\s+|very\s+many\s+)?thanks | thank\s+(?:you|u) | thx | cheers | merci(?:\s+beaucoup)?
      | (?:muchas\s+)?gracias | danke | (?:much\s+)?appreciated )
    (?: \s+(?:so\s+much|very\s+much|a\s+lot|again|anyway|indeed) )*
    (?: \s+for\s+(?:your|the|this|that|all)(?:\s+(?:kind|great|quick|your|the))*
        (?:\s+(?:help|answers?|assistance|support|reply|time|explanation))? )?
"""
_FAREWELL = r"(?: good\s*bye | bye(?:\s*bye)? | see\s+you(?:\s+(?:later|soon|tomorrow))? )"
_NOD = r"(?: ok(?:ay)? | i\s+see | got\s+it | understood )"
_ASSENT = rf"""
    (?: {_NOD} | (?:that(?:['’]s|\s+is|\s+was)\s+)?(?:very\s+|really\s+|all\s+)?
        (?:great|good|perfect|excellent|helpful|useful|nice|fine|clear|wonderful)
      | well\s+done | that(?:['’]s|\s+is)\s+all )
"""
_BETWEEN = r"[\s,.;:!)—–-]*"
_ONLY = re.compile(
    rf"""
    {_BETWEEN}
    (?: (?: (?P<thanks>{_THANKS}) | (?P<greeting>{_GREETING}) | (?P<farewell>{_FAREWELL})
          | (?P<assent>{_ASSENT}) ) (?!\w) {_BETWEEN} )+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?: {_BETWEEN} (?:{_THANKS} | {_GREETING} | {_NOD}) (?: [,.;!–—]+ | \s-+\s )\s* )+",
    re.VERBOSE | re.IGNORECASE,
)
_REPLIES = {
    "thanks": "You are welcome. Ask on in your own words, or cite a paragraph.",
    "farewell": "Goodbye.",
    "greeting": "Hello. Ask what these reports say, or cite a paragraph of them.",
    "assent": "Ask on in your own words, or cite a paragraph.",
}  # where several are said, the first of these is replied to


def reply_to_courtesy(text: str) -> str | None:
    """What is said back to a text that only greets, thanks or takes leave; None to any other."""
    said = _ONLY.fullmatch(text)
    if said is None:
        return None
    return next(reply for kind, reply in _REPLIES.items() if said[kind] is not None)


def without_courtesy(text: str) -> str:
    """A question without the greeting or thanks that it opens with: "Thanks. And CSTO?"."""
    opening = _OPENING.match(text)
    rest = text[opening.end() :] if opening is not None else text
    return rest if any(character.isalnum() for character in rest) else text
