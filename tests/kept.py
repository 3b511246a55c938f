"""In every test, what is found kept is made again and compared.

A value that depends on something which its key doesn't name would be shown out of date; here it
fails at the page that would have shown it. Rows written without an event of their chain are found
this way, too (`sopman.audit.queries.head`).
"""


def must_say_the_same(about, found, again):
    assert found == again, f"kept by {about!r}, and out of date"
