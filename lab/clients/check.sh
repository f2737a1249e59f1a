#!/bin/bash
# Asks a lab with clients that are not ours: Debian's ssh and sftp, and ansible's raw module. Starts the lab's jar in a folder of
# its own, types the same commands with both, compares their answers with each other and with what has to come, types hundreds of
# lines of the corpus of cmd.exe (corpus.py), sends files there and back, and types Microsoft's command-line path in a terminal. Exit code 1 and a sentence at the first difference.
#   lab/clients/check.sh [JAR]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=${1:-$here/../target/handover-lab.jar}
exec </dev/null

fail() {
    printf 'clients: %s\n' "$*" >&2
    exit 1
}

install_missing() {
    local packages=()
    command -v ssh >/dev/null || packages+=(openssh-client)
    command -v sshpass >/dev/null || packages+=(sshpass)
    command -v ansible >/dev/null || packages+=(ansible-core)
    command -v python3 >/dev/null || packages+=(python3)
    if ((${#packages[@]} > 0)); then
        [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || fail "Missing here: ${packages[*]}. Install them and run this again."
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q
        apt-get install -q -y --no-install-recommends "${packages[@]}"
    fi
}
install_missing
[[ -f $jar ]] || fail "There is no $jar; build it with mvn -pl lab package."

work=$(mktemp -d)
lab=
finish() {
    if [[ -n $lab ]]; then
        kill "$lab" 2>/dev/null || true
        wait "$lab" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

ssh-keygen -q -t ed25519 -N '' -C lab -f "$work/key"
printf 'Gäste "2026" & mehr' >"$work/console"
printf 'Für 7 € "zurück"' >"$work/restore"
env HANDOVER_LAB_HOME="$work/kept" HANDOVER_LAB_POLL_SECONDS=1 HANDOVER_LAB_START_SECONDS=0.5 HANDOVER_LAB_TOKEN=lab-token \
    HANDOVER_LAB_CONSOLE_PUBLIC_KEY="$(cat "$work/key.pub")" HANDOVER_LAB_CONSOLE_PASSWORD="$(cat "$work/console")" \
    HANDOVER_LAB_RESTORE_PASSWORD="$(cat "$work/restore")" LC_ALL=C.UTF-8 \
    java -jar "$jar" >"$work/lab.log" 2>&1 &
lab=$!
for ((i = 0; i < 600; i++)); do
    [[ -f $work/kept/lab.json ]] && break
    kill -0 "$lab" 2>/dev/null || fail "The lab did not start: $(cat "$work/lab.log")"
    read -rt 0.2 <> <(:) || true
done
[[ -f $work/kept/lab.json ]] || fail "The lab was not ready in time: $(cat "$work/lab.log")"

# Where the servers are, and their host keys: no client is allowed to trust anything else.
python3 - "$work" <<'PY'
import json, sys
work = sys.argv[1]
lab = json.load(open(work + "/kept/lab.json"))
with open(work + "/known_hosts", "w") as known, open(work + "/ports", "w") as ports, open(work + "/inventory", "w") as hosts:
    for server in lab["servers"]:
        known.write(f'[{server["host"]}]:{server["port"]} {server["hostKey"]}\n')
        ports.write(f'{server["name"]} {server["port"]}\n')
        hosts.write(f'{server["name"]} ansible_host={server["host"]} ansible_port={server["port"]}\n')
open(work + "/http", "w").write(lab["http"])
PY
port() { awk -v server="$1" '$1 == server { print $2 }' "$work/ports"; }
options=(-o "UserKnownHostsFile=$work/known_hosts" -o StrictHostKeyChecking=yes -o BatchMode=yes -o "IdentityFile=$work/key" -o IdentitiesOnly=yes)
by_ssh() { ssh "${options[@]}" -p "$(port "$1")" -l 'CONTOSO\handover' 127.0.0.1 "$2"; }

printf '[defaults]\n' >"$work/ansible.cfg"
export ANSIBLE_CONFIG=$work/ansible.cfg ANSIBLE_HOST_KEY_CHECKING=True ANSIBLE_NOCOLOR=1 ANSIBLE_LOCAL_TEMP=$work/ansible LC_ALL=C.UTF-8
# raw asks for a terminal unless it is told not to; what a terminal gets is drawn, and cannot be compared
export ANSIBLE_SSH_USETTY=False ANSIBLE_SSH_CONTROL_PATH_DIR=$work/cp
by_ansible() {
    rm -rf "$work/answers"
    ansible "$1" -i "$work/inventory" -u 'CONTOSO\handover' --private-key "$work/key" \
        "--ssh-common-args=-o UserKnownHostsFile=$work/known_hosts -o IdentitiesOnly=yes" \
        -t "$work/answers" -m raw -a "$2" >"$work/ansible.log" 2>&1 || true
    [[ -f $work/answers/$1 ]] || fail "ansible: no answer from $1: $(cat "$work/ansible.log")"
}

# Each: server | exit code | what has to be in the answer | command
questions=(
    'SSO02|0|SSO02|hostname'
    'SSO03|0|high|whoami /groups /fo csv | findstr S-1-16-12288 & echo high'
    'SSO02|0|SSO secret server name              : SSO01|cd /d "C:\Program Files\Common Files\Enterprise Single Sign-On" && ssomanage -displaydb'
    'SSO03|0|STATE              : 4  RUNNING|sc query ENTSSO'
    'SSO02|0|a "quoted" & b|echo a "quoted" ^& b'
    'SSO02|3||exit 3'
    'SSO02|0|one|echo one& echo two'
    'SSO02|1||type C:\Restore\nothing.txt 2>nul'
    'SSO03|0|SSO01.bak|dir /b C:\Restore'
    'SSO03|0|10532|wevtutil qe Application /rd:true /c:1 /f:xml'
    'SSO02|0|Server    REG_SZ    SQL01|reg query HKLM\SOFTWARE\Microsoft\ENTSSO\SQL /reg:64'
)
for question in "${questions[@]}"; do
    IFS='|' read -r server code expected command <<<"$question"
    # what stands behind the third bar is the command, with all the bars that are in it
    command=${question#*|*|*|}
    got=0
    by_ssh "$server" "$command" >"$work/by-ssh" || got=$?
    ((got == code)) || fail "ssh: «$command» on $server ended with $got, not $code."
    [[ -z $expected ]] || grep -qF -- "$expected" "$work/by-ssh" || fail "ssh: «$command» on $server did not answer «$expected» but: $(cat "$work/by-ssh")"
    by_ansible "$server" "$command"
    python3 - "$work/answers/$server" "$work/by-ssh" "$code" <<'PY' || fail "ansible and ssh got different answers to «$command» on $server."
import json, sys
answer = json.load(open(sys.argv[1]))
by_ssh = open(sys.argv[2], "rb").read().decode("cp437")
if answer.get("unreachable"):
    sys.exit("ansible: " + str(answer.get("msg")))
if answer["rc"] != int(sys.argv[3]) or answer["stdout"].replace("\r\n", "\n").strip() != by_ssh.replace("\r\n", "\n").strip():
    sys.exit(f"ansible: {answer['rc']} {answer['stdout']!r}\nssh: {sys.argv[3]} {by_ssh!r}")
PY
done

# The corpus of cmd.exe: hundreds of lines over one connection, and a third of them with ansible.
of_the_corpus=$(python3 "$here/corpus.py" "$here/../src/test/resources/cmd/corpus.tsv" "$work") || fail "The corpus of cmd.exe does not come out."

# Files there and back, byte for byte.
head -c 300000 /dev/urandom >"$work/sent"
sftp -q "${options[@]}" -P "$(port SSO02)" -o 'User=CONTOSO\handover' -b - 127.0.0.1 <<BATCH >"$work/sftp.log" || fail "sftp: $(cat "$work/sftp.log")"
put $work/sent /C:/Restore/sent.bin
get /C:/Restore/sent.bin $work/back
get /C:/Restore/SSO01.bak $work/backup
ls /C:/Restore
BATCH
cmp -s "$work/sent" "$work/back" || fail "sftp: the file that came back is not the one that was sent."
grep -q sent.bin "$work/sftp.log" || fail "sftp: the new file is not listed: $(cat "$work/sftp.log")"
sum=$(sha256sum <"$work/backup" | cut -d' ' -f1)
grep -q "\"sha256\" : \"$sum\"" "$work/kept/lab.json" || fail "sftp: the restore file is not the one that lab.json names."
by_ssh SSO02 'certutil -hashfile C:\Restore\SSO01.bak SHA256' | grep -q "$sum" || fail "certutil and sha256sum do not agree."

# A key that nobody knows is not let in, and a dead server does not answer.
ssh-keygen -q -t ed25519 -N '' -f "$work/stranger"
! ssh "${options[@]}" -o "IdentityFile=$work/stranger" -o IdentitiesOnly=yes -F /dev/null -i "$work/stranger" -o "UserKnownHostsFile=$work/known_hosts" \
    -p "$(port SSO02)" -l 'CONTOSO\nobody' 127.0.0.1 hostname 2>/dev/null || fail "ssh: a stranger was let in."
! by_ssh SSO01 hostname 2>/dev/null || fail "ssh: the dead server answered."

# The whole path of the page, in a terminal, with the password typed at the prompt.
python3 "$here/rehearse.py" "$(port SSO02)" "$work/console" "$work/restore" >"$work/transcript" || fail "In a terminal: $(cat "$work/transcript")"
curl=$(python3 - "$(cat "$work/http")" <<'PY'
import json, sys, urllib.request
request = urllib.request.Request(sys.argv[1] + "/credentials", headers={"Authorization": "Bearer lab-token"})
print([(one["total"], one["decryptable"]) for one in json.load(urllib.request.urlopen(request))["servers"] if one["name"] == "SSO02"][0])
PY
)
[[ $curl == "(15, 15)" ]] || fail "After the failover by hand SSO02 reads $curl credentials, not all 15 of 15."

kill "$lab"
wait "$lab" && code=0 || code=$?
lab=
((code == 143)) || fail "The lab ended with $code after SIGTERM, not with 143."
printf 'clients: ssh, sftp and ansible agree with the lab on %d questions and %s; the path typed by hand works.\n' "${#questions[@]}" "$of_the_corpus"
