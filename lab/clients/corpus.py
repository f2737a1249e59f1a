"""Types lines of the corpus of cmd.exe on a lab with clients that are not ours, and compares what comes with the corpus.

    corpus.py CORPUS WORK    with WORK as check.sh makes it: key, known_hosts, ports, inventory, ansible.cfg

With ssh: every line that needs no file and nobody who answers, over one connection. With ansible's raw module: every third of
those, in one playbook on two servers. Ends with 1 and the first differences.
"""

import json
import os
import re
import subprocess
import sys

corpus, work = sys.argv[1:3]
# What needs the folder, the files, the programs or the typed answers of the test that the corpus was written for.
OWN = re.compile(
    r"\b(args|code|both|set /p|more|sort|cd|chdir|pushd|popd|dir|md|mkdir|rd|rmdir|del|erase|copy|move|ren|type|pause|start|find|findstr)\b"
    r"|a\.txt|b\.txt|\*\.|Restore|>\s*[a-z\"%]|%cd%|%random|%time|%date|timeout",
    re.I,
)


def lines():
    for line in open(corpus, encoding="utf-8").read().split("\n"):
        if line.strip() and not line.startswith("#"):
            command, code, printed, complains = line.split("\t")
            if not OWN.search(command) and command.isascii() and printed.isascii():
                yield command, int(code), printed.replace("\\n", "\n").replace("runbook", "handover"), complains


def bytes_of(code):
    """What is left of a Windows exit code in ssh's own."""
    return code & 255


def differs(who, command, code, printed, got_code, got):
    if (got_code, got) == (code, printed):
        return None
    return f"{who}: «{command}» ended with {got_code} and {got!r}, not with {code} and {printed!r}."


def by_ssh(cases):
    port = dict(line.split() for line in open(f"{work}/ports"))["SSO02"]
    options = ["-F", "/dev/null", "-o", f"UserKnownHostsFile={work}/known_hosts", "-o", "StrictHostKeyChecking=yes",
               "-o", "BatchMode=yes", "-o", f"ControlPath={work}/mux", "-p", port, "-l", "CONTOSO\\handover"]
    with_key = ["-i", f"{work}/key", "-o", "IdentitiesOnly=yes"]
    subprocess.run(["ssh", *options, *with_key, "-M", "-N", "-f", "127.0.0.1"], check=True, stdin=subprocess.DEVNULL)
    try:
        for command, code, printed, complains in cases:
            done = subprocess.run(["ssh", *options, "127.0.0.1", command], capture_output=True, stdin=subprocess.DEVNULL)
            got = done.stdout.decode("cp437").replace("\r\n", "\n")
            yield differs("ssh", command, bytes_of(code), printed, done.returncode, got)
            if bool(done.stderr) != bool(complains):
                yield f"ssh: «{command}» printed {done.stderr!r} as an error."
    finally:
        subprocess.run(["ssh", *options, "-O", "exit", "127.0.0.1"], capture_output=True)


PLAYBOOK = [{
    "hosts": "SSO02,SSO03",
    "gather_facts": False,
    "strategy": "free",
    "tasks": [
        {"raw": "{{ item }}", "loop": "{{ lines[inventory_hostname] }}", "register": "answers", "ignore_errors": True,
         "changed_when": False},
        {"copy": {"content": "{{ answers.results | to_json }}", "dest": work + "/{{ inventory_hostname }}.json"},
         "delegate_to": "localhost", "connection": "local"},
    ],
}]


def by_ansible(cases):
    half = {"SSO02": cases[::2], "SSO03": [case for case in cases[1::2] if "SSO02" not in case[2]]}
    with open(f"{work}/lines.json", "w") as file:
        json.dump({"lines": {server: [case[0] for case in mine] for server, mine in half.items()}}, file)
    with open(f"{work}/corpus.yml", "w") as file:
        json.dump(PLAYBOOK, file)
    run = subprocess.run(
        ["ansible-playbook", "-i", f"{work}/inventory", "-u", "CONTOSO\\handover", "--private-key", f"{work}/key",
         f"--ssh-common-args=-o UserKnownHostsFile={work}/known_hosts -o IdentitiesOnly=yes",
         "-e", f"@{work}/lines.json", f"{work}/corpus.yml"],
        capture_output=True, text=True, env=os.environ, stdin=subprocess.DEVNULL)
    for server, mine in half.items():
        try:
            answers = json.load(open(f"{work}/{server}.json"))
        except OSError:
            sys.exit(f"ansible: no answers from {server}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        for (command, code, printed, _), answer in zip(mine, answers, strict=True):
            if "stdout" not in answer:
                yield f"ansible: «{command}» got no answer: {answer.get('msg')}"
                continue
            got = answer["stdout"].replace("\r\n", "\n")
            yield differs("ansible", command, bytes_of(code), printed, answer["rc"], got)


cases = list(lines())
# raw takes blanks off the ends of a line, Jinja would read its braces, and 255 is ssh's own for a server that is not reached
third = [case for case in cases[::3]
         if case[0] == case[0].strip() and not re.search(r"{[{%#]", case[0]) and bytes_of(case[1]) != 255]
wrong = [each for each in [*by_ssh(cases), *by_ansible(third)] if each]
if wrong or len(cases) < 250 or len(third) < 90:
    sys.exit("\n".join(wrong[:20]) or f"Only {len(cases)} and {len(third)} lines were typed.")
print(f"{len(cases)} lines of the corpus with ssh, {len(third)} with ansible")
