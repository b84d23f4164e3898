"""Greetings and thanks are replied to; before a question they are left out of it."""

import pytest

from service.courtesy import reply_to_courtesy, without_courtesy


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("thanks", "You are welcome."),
        ("Thank you very much for your help!", "You are welcome."),
        ("That's very helpful, thanks again", "You are welcome."),
        ("Hello", "Hello."),
        ("good morning everyone", "Hello."),
        ("ok great, bye", "Goodbye."),
        ("I see.", "Ask on"),
        ("Merci beaucoup", "You are welcome."),
    ],
)
def test_what_asks_nothing_is_replied_to(said: str, reply: str) -> None:
    assert (reply_to_courtesy(said) or "").startswith(reply)


@pytest.mark.parametrize(
    "question",
    [
        "Good governance in Mali",
        "high seas",
        "OK Corral",
        "Thanksgiving",
        "thanks to whom was it adopted?",
        "thanks, and CSTO?",
        "who said thanks?",
        "?!",
    ],
)
def test_a_question_is_no_courtesy(question: str) -> None:
    assert reply_to_courtesy(question) is None


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Thanks. And CSTO?", "And CSTO?"),
        ("Hello, what is CARICC?", "what is CARICC?"),
        ("ok, leave that. Who?", "leave that. Who?"),
        ("thank you so much - and the OSCE?", "and the OSCE?"),
        ("Good, clean water", "Good, clean water"),
        ("what is CARICC?", "what is CARICC?"),
        ("thanks", "thanks"),
    ],
)
def test_courtesy_before_a_question_is_left_out(typed: str, question: str) -> None:
    assert without_courtesy(typed) == question
