#!/usr/bin/env python3
"""Types the command-line path of Microsoft's page on SSO02 with a plain ssh client in a terminal, as a person does, and prints
what the terminal showed. Usage: rehearse.py PORT CONSOLE_PASSWORD_FILE RESTORE_PASSWORD_FILE. Exit code 1 when an expected answer does not come."""
import os
import pty
import re
import select
import sys
import time

PORT, CONSOLE, RESTORE = sys.argv[1], open(sys.argv[2]).read().strip(), open(sys.argv[3]).read().strip()
PROMPT = re.compile(r"[A-Z]:\\[^\r\n>]*>$")
STEPS = [
    (r'cd /d "C:\Program Files\Common Files\Enterprise Single Sign-On"', ""),
    ("ssomanage -displaydb", "SSO secret server name              : SSO01"),
    (r"echo ^<sso^>^<globalInfo^>^<secretServer^>SSO02^</secretServer^>^</globalInfo^>^</sso^> > C:\Restore\update.xml", ""),
    (r"ssomanage -updatedb C:\Restore\update.xml", "The operation completed successfully."),
    ("net stop ENTSSO /y", "has stopped."),
    ("net start ENTSSO", "runs."),
    (r"ssoconfig -restoresecret C:\Restore\SSO01.bak", "The operation completed successfully."),
    ('net start "BTSSvc$BizTalkServerApplication"', "runs."),
    ("wevtutil qe Application /rd:true /c:3 /f:text", "10523"),
    (r"reg query HKLM\SOFTWARE\Microsoft\ENTSSO\SSOSS", "SSOSS\\"),
]
ESCAPES = re.compile(r"\x1b\][^\x07]*\x07|\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    def __init__(self, command):
        self.screen = ""
        pid, self.fd = pty.fork()
        if pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp(command[0], command)
        import fcntl, struct, termios
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 150, 0, 0))

    def plain(self):
        # the cursor is moved over runs of blanks instead of printing them
        spaced = re.sub(r"\x1b\[(\d+)C", lambda forward: " " * int(forward.group(1)), self.screen)
        return ESCAPES.sub("", spaced).replace("\r", "")

    def await_(self, what, since, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if what(self.plain()[since:]):
                return
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    chunk = os.read(self.fd, 65536).decode("utf-8", "replace")
                except OSError:
                    chunk = ""
                if not chunk:
                    sys.exit("The connection ended:\n" + self.plain())
                if "\x1b[c" in chunk:
                    os.write(self.fd, b"\x1b[?61c")
                self.screen += chunk
        sys.exit("This did not come:\n" + self.plain())

    def type(self, text):
        os.write(self.fd, (text + "\r").encode())


terminal = Terminal(["ssh", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                     "-o", "PubkeyAuthentication=no", "-p", PORT, "-l", r"CONTOSO\handover", "localhost"])
at_prompt = lambda text: PROMPT.search(text.rstrip(" "))
terminal.await_(lambda text: "assword:" in text, 0)
terminal.type(CONSOLE)
terminal.await_(at_prompt, 0)
failed = []
for command, expected in STEPS:
    since = len(terminal.plain())
    terminal.type(command)
    if "restoresecret" in command:
        terminal.await_(lambda text: "Password : " in text, since)
        terminal.type(RESTORE)
    # the echoed command line, and after it the next prompt
    terminal.await_(lambda text: "\n" in text and at_prompt(text[text.index("\n"):]), since)
    if expected not in terminal.plain()[since:]:
        failed.append(f"{command}: {expected!r} did not come")
since = len(terminal.plain())
terminal.type("exit")
print("\n".join(line.rstrip() for line in terminal.plain().splitlines()))
if failed:
    sys.exit("\n".join(failed))
