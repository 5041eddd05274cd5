"""A mail server on this machine that keeps what it gets. usage: smtp_server.py PORT FOLDER

Recipients beginning with "gone" are refused for good; those beginning with "busy" are put off the first time.
"""
import pathlib
import sys
import time

from aiosmtpd.controller import Controller

folder = pathlib.Path(sys.argv[2])
seen = set()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox: " + address
        if address.startswith("busy") and address not in seen:
            seen.add(address)
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns()}.eml"
        head = "X-Envelope: " + envelope.mail_from + " > " + ",".join(envelope.rcpt_tos) + "\r\n"
        (folder / name).write_bytes(head.encode() + envelope.content)
        return "250 OK"


controller = Controller(Handler(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print("ready", flush=True)
while True:
    time.sleep(1)
