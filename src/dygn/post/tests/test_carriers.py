import email
import email.policy
import http.server
import threading
import urllib.parse

import pytest
from aiosmtpd.controller import Controller

from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import in_municipality
from dygn.post.adapters.fake import FakeMailCarrier, FakeSmsCarrier
from dygn.post.adapters.http_sms import HttpSmsCarrier
from dygn.post.adapters.none import NoMailCarrier, NoSmsCarrier
from dygn.post.adapters.smtp import SmtpCarrier
from dygn.post.ports import Email, TextMessage


def an_email(**changes):
    facts = {
        "to": "karin@example.se",
        "sender": "Nordø Kommune <no-reply@nordo.example>",
        "reply_to": "info@nordo.example",
        "subject": "Något nytt\r\nBcc: thief@example.com",
        "text": "Hej på dig",
        "html": "<p>Hej på dig</p>",
        "message_id": "abc@nordo.example",
        "language": "sv",
    }
    return Email(**facts | changes)


class Mailbox:
    """A mail server on loopback that keeps what it is given, and refuses what a test tells it to."""

    def __init__(self):
        self.messages, self.connections = [], 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 No such mailbox"
        if address.startswith("full"):
            return "452 Mailbox full, try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    box.carrier = SmtpCarrier(host="127.0.0.1", port=controller.port, security="none")
    yield box
    controller.stop()


def _free_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def test_a_real_mail_server_gets_text_and_html(mailbox):
    mailbox.carrier.send(an_email())
    (message,) = mailbox.messages
    assert message.get_body(("plain",)).get_content().strip() == "Hej på dig"
    assert "<p>Hej på dig</p>" in message.get_body(("html",)).get_content()
    assert message["Message-ID"] == "<abc@nordo.example>" and message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].display_name == "Nordø Kommune"


def test_a_line_break_in_a_subject_makes_no_new_header(mailbox):
    mailbox.carrier.send(an_email())
    assert mailbox.messages[0]["Bcc"] is None


def test_several_emails_share_a_connection(mailbox):
    with mailbox.carrier.open():
        for _ in range(3):
            mailbox.carrier.send(an_email())
    assert len(mailbox.messages) == 3 and mailbox.connections == 1


def test_an_address_that_does_not_exist_is_a_lasting_failure(mailbox):
    with pytest.raises(OutsideFailure, match="No such mailbox") as caught:
        mailbox.carrier.send(an_email(to="nobody@example.se"))
    assert caught.value.lasting


def test_a_full_mailbox_is_tried_again(mailbox):
    with pytest.raises(OutsideFailure) as caught:
        mailbox.carrier.send(an_email(to="full@example.se"))
    assert not caught.value.lasting


def test_one_refused_address_does_not_stop_the_next_in_the_same_connection(mailbox):
    with mailbox.carrier.open():
        with pytest.raises(OutsideFailure):
            mailbox.carrier.send(an_email(to="nobody@example.se"))
        mailbox.carrier.send(an_email())
    assert len(mailbox.messages) == 1


def test_a_mail_server_that_is_not_there_is_tried_again():
    with pytest.raises(OutsideFailure) as caught:
        SmtpCarrier(host="127.0.0.1", port=1).send(an_email())
    assert not caught.value.lasting


def test_a_mail_server_says_that_it_is_there(mailbox):
    assert "answers" in mailbox.carrier.check()


@pytest.fixture
def gateway():
    taken = []

    class Gateway(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            taken.append((self.headers["Authorization"], self.headers["Idempotency-Key"], form))
            status = {"+46700000404": 400, "+46700000500": 500, "+46700000429": 429}.get(form["to"][0], 200)
            self.send_response(status)
            self.end_headers()

        def do_GET(self):
            self.send_response(405)
            self.end_headers()

        def log_message(self, *args):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    carrier = HttpSmsCarrier(f"http://127.0.0.1:{server.server_port}/sms", username="u", password="p")
    carrier.taken = taken
    yield carrier
    server.shutdown()


def an_sms(to="+46701234567"):
    return TextMessage(to=to, sender="Ekeby", text="Det finns något nytt", key="abc")


def test_a_gateway_gets_the_message_with_its_key(gateway):
    gateway.send(an_sms())
    ((authorization, key, form),) = gateway.taken
    assert authorization.startswith("Basic ") and key == "abc"
    assert form == {"from": ["Ekeby"], "to": ["+46701234567"], "message": ["Det finns något nytt"]}


@pytest.mark.parametrize(
    ("to", "lasting"), [("+46700000404", True), ("+46700000429", False), ("+46700000500", False)]
)
def test_a_gateway_that_refuses_is_believed_and_one_in_trouble_is_tried_again(gateway, to, lasting):
    with pytest.raises(OutsideFailure) as caught:
        gateway.send(an_sms(to))
    assert caught.value.lasting is lasting


def test_a_gateway_says_that_it_is_there(gateway):
    assert "answers" in gateway.check()


def test_where_nothing_is_connected_everything_waits():
    for carrier, message in ((NoMailCarrier(), an_email()), (NoSmsCarrier(), an_sms())):
        with pytest.raises(OutsideFailure) as caught:
            carrier.send(message)
        assert not caught.value.lasting
        with pytest.raises(OutsideFailure):
            carrier.check()


def test_the_fake_carriers_take_everything():
    with in_municipality(1):
        FakeMailCarrier().send(an_email())
        FakeSmsCarrier().send(an_sms())
    assert FakeMailCarrier().check() and FakeSmsCarrier().check()
