"""Another installation of Dygn: processes of its own, with the settings of production, spoken to by https."""

import datetime
import ipaddress
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import httpx
import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dygn.services.rules.package.signing import new_keys

# A machine may be busy; it needs a few seconds by itself.
PATIENCE_SECONDS = 60
# One process for all commands: to start Django for each would take seconds.
DESK = """
import json, sys
from click.testing import CliRunner
from dygn.config.cli import dygn
for line in sys.stdin:
    answer = CliRunner().invoke(dygn, json.loads(line))
    print(json.dumps([answer.exit_code, answer.output, str(answer.exception or "")]), flush=True)
"""


class AnotherInstallation:
    """It is told what to do by ``dygn``, and asked by https. Its database is its own."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.private_key, self.public_key = new_keys()
        self.port = _free_port()
        self.address = f"https://localhost:{self.port}"
        self.certificate = _certificate(folder)
        self._processes, self._asking = [], None

    def open(self):
        """Serve the web and open the desk; give it when somebody can be answered."""
        self._desk = self._start("-c", DESK, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        web = self._start(  # as `dygn serve`, but with https, which elsewhere a proxy in front gives
            *("-m", "granian", "dygn.config.wsgi:application", "--interface", "wsgi", "--no-ws"),
            *("--port", str(self.port), "--workers", "1", "--blocking-threads", "2"),
            *("--ssl-certificate", str(self.certificate), "--ssl-keyfile", str(self.folder / "key.pem")),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said = list(_until(web.stdout, "Started worker"))
        assert said and "Started worker" in said[-1], "".join(said)
        threading.Thread(target=web.stdout.read, daemon=True).start()  # what it says later must not stop it
        believing = ssl.create_default_context(cafile=self.certificate)
        self._asking = httpx.Client(base_url=self.address, verify=believing, timeout=PATIENCE_SECONDS)
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self):
        """A worker says that it has started a moment before it listens."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.get("/healthz")
            except httpx.ConnectError:
                assert time.monotonic() < until, "the other installation does not answer"
                time.sleep(0.1)
            else:
                return

    def say(self, *words):
        """Run ``dygn`` with these words there; give what it answers, having succeeded."""
        self._desk.stdin.write(json.dumps([str(word) for word in words]) + "\n")
        self._desk.stdin.flush()
        code, output, trouble = json.loads(self._desk.stdout.readline())
        assert code == 0, (words, output, trouble)
        return output

    def get(self, path):
        """Ask for an address of it; give what came."""
        return self._asking.get(path).raise_for_status().content

    def change(self, question, *values):
        """Change its database behind its back."""
        with psycopg.connect(self.database["DYGN_OWNER_DATABASE_URL"], autocommit=True) as owner:
            return owner.execute(question, values)

    def close(self):
        """End all that it has started, at once, and wait until it is gone."""
        if self._asking is not None:
            self._asking.close()
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGKILL)
        for process in self._processes:
            process.communicate(timeout=PATIENCE_SECONDS)

    def _start(self, *words, **streams):
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("DYGN_", "DJANGO_"))
            },
            **self.database,
            "DJANGO_SETTINGS_MODULE": "dygn.config.settings.production",
            "DYGN_DATA": str(self.folder / "data"),
            "DYGN_SECRET_KEY": "x" * 60,
            "DYGN_SEAL_KEYS": "dGVzdC1zZWFsLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA=",
            "DYGN_LOOKUP_KEY": "x" * 60,
            "DYGN_PUBLISHER": "Lund",
            "DYGN_SIGNING_KEY": "env:KEY_OF_LUND",
            "KEY_OF_LUND": self.private_key,
            "DYGN_DATABASE_POOL": "2",
        }
        process = subprocess.Popen(
            [sys.executable, *words], env=environment, text=True, start_new_session=True, **streams
        )
        self._processes.append(process)
        return process


@contextmanager
def another_installation(folder, database):
    """Have another installation at work, and nothing of it left afterwards."""
    installation = AnotherInstallation(folder, database)
    try:
        yield installation.open()
    finally:
        installation.close()


def _until(lines, words):
    for line in lines:
        yield line
        if words in line:
            return


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _certificate(folder):
    """Write a key and a certificate of localhost, signed by itself; give where the certificate lies."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(written)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"
