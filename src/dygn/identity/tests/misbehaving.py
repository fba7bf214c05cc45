"""An OpenID provider that does wrong on command, for the attacks on log-in."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

RIGHT_KEY = RSAKey.generate_key(2048, parameters={"kid": "first"})
NEXT_KEY = RSAKey.generate_key(2048, parameters={"kid": "second"})
FOREIGN_KEY = RSAKey.generate_key(2048, parameters={"kid": "foreign"})
CURVE_KEY = ECKey.generate_key("P-256", parameters={"kid": "curve"})


class Misbehaving:
    """Answers as it is told: ``claims`` are changed by ``change``, signed by ``sign``."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.behave()

    def behave(self):
        self.published = [RIGHT_KEY]
        self.key, self.algorithm, self.kid = RIGHT_KEY, "RS256", "first"
        self.change = lambda claims: claims
        self.rewrite = lambda token: token
        self.discovery, self.userinfo, self.asked = {}, None, []
        self.used, self.nonces, self.status = set(), {}, 200

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def configuration(self):
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                 "userinfo_endpoint": "userinfo", "end_session_endpoint": "end"}  # fmt: skip
        return {
            "issuer": self.issuer,
            **{k: f"{self.issuer}/{v}" for k, v in names.items()},
            **self.discovery,
        }

    def answer_to(self, away, *, code="code"):
        """Give the query with which the browser comes back from an address it was sent to."""
        asked = dict(parse_qsl(urlsplit(away).query))
        self.nonces[code] = asked["nonce"]
        return {"code": code, "state": asked["state"]}

    def token(self, form):
        code = form.get("code", "")
        if code in self.used or code not in self.nonces:
            return 400, {"error": "invalid_grant"}
        self.used.add(code)
        now = int(time.time())
        claims = self.change(
            {
                "iss": self.issuer,
                "sub": "someone",
                "aud": "dygn",
                "iat": now,
                "exp": now + 60,
                "nonce": self.nonces[code],
                "acr": "idporten-loa-substantial",
                "pid": "14818504862",
                "given_name": "Ingrid",
                "family_name": "Bakken",
            }
        )
        header = {"alg": self.algorithm, **({"kid": self.kid} if self.kid else {})}
        token = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": self.rewrite(token)}

    def _handler(outer):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                paths = {
                    "/.well-known/openid-configuration": outer.configuration(),
                    "/keys": KeySet(list(outer.published)).as_dict(private=False),
                    "/userinfo": outer.userinfo,
                }
                self.give(outer.status, paths.get(self.path))

            def do_POST(self):
                outer.asked.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.give(*outer.token(dict(parse_qsl(body))))

            def give(self, status, what):
                body = json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                """Say nothing."""

        return Handler


def signed_with_the_public_key(token):
    """Sign with the public key's text as if it were a shared secret: RS256 taken for HS256."""
    header = _part(json.dumps({"alg": "HS256", "kid": "first"}).encode())
    body = f"{header}.{token.split('.')[1]}"
    secret = RIGHT_KEY.as_pem(private=False)
    return f"{body}.{_part(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"


def _part(said):
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()
