#!/bin/bash
# Measures a lab of 20 SSO systems with 10 servers each, by itself with its own PostgreSQL, and prints a table.
#   lab/measure-200.sh [JAR]      needs ssh, sshpass and python3; takes a few minutes, leaves nothing behind
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=${1:-$here/target/handover-lab.jar}
work=$(mktemp -d)
lab=
finish() {
    [[ -z $lab ]] || { kill "$lab" 2>/dev/null || true; wait "$lab" 2>/dev/null || true; }
    rm -rf "$work"
}
trap finish EXIT

{
    echo 'systems:'
    for s in $(seq -w 1 20); do
        printf -- '- {name: EST%s, master: E%s-SSO01, members: [%s]}\n' "$s" "$s" \
            "$(for n in $(seq -w 2 10); do printf 'E%s-SSO%s, ' "$s" "$n"; done | sed 's/, $//')"
    done
} >"$work/topology.yml"

row() { printf '| %s | %s |\n' "$1" "$2"; }
start() {
    local began=$EPOCHREALTIME
    rm -f "$work/kept/lab.json"
    HANDOVER_LAB_HOME="$work/kept" HANDOVER_LAB_TOPOLOGY="$work/topology.yml" HANDOVER_LAB_CONSOLE_PASSWORD=Measure-200 \
        HANDOVER_LAB_TOKEN=measure java -jar "$jar" >"$work/log" 2>&1 &
    lab=$!
    until [[ -f $work/kept/lab.json ]]; do
        kill -0 "$lab" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
        sleep 0.1
    done
    awk -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", to - from }'
}
status() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$lab/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$lab/stat"; }
backends() { pgrep -c -f '^postgres: postgres postgres 127.0.0.1' -P "$(head -1 "$work/kept/postgres/postmaster.pid")" || true; }

printf '| 20 systems, 200 servers | |\n|---|---|\n'
row 'machine' "$(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo), $(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/Java \1/p'), load $(cut -d' ' -f1 /proc/loadavg) before"
start >"$work/took"
row 'first start, all systems founded' "$(cat "$work/took")"
kill "$lab"
wait "$lab" || true
start >"$work/took"
row 'second start, until every server listens' "$(cat "$work/took")"
sleep 5
before=$(ticks)
sleep 60
row 'processor in 60 s without visitors (poll every 30 s)' "$(awk -v n="$(($(ticks) - before))" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f s", n / hz }')"
row 'resident memory of the lab' "$(($(status VmRSS) / 1024)) MB"
row 'threads of the lab' "$(status Threads)"
row 'connections to PostgreSQL' "$(backends)"
python3 - "$work" <<'PY'
import json, subprocess, sys, time, concurrent.futures, urllib.request
work = sys.argv[1]
lab = json.load(open(work + "/kept/lab.json"))
alive = [server for system in lab["systems"] for server in system["servers"] if server["name"] != system["masterSecretServer"]]
def ask(server):
    began = time.monotonic()
    answer = subprocess.run(["sshpass", "-p", "Measure-200", "ssh", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "-o", "LogLevel=ERROR", "-p", str(server["port"]), "-l", "handover", server["host"], "hostname"], capture_output=True, text=True)
    if answer.stdout.strip() != server["name"]:
        sys.exit(f"{server['name']} answered {answer}")
    return time.monotonic() - began
began = time.monotonic()
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    times = sorted(pool.map(ask, alive))
print(f"| {len(times)} logons with `hostname`, 8 at a time | {time.monotonic() - began:.1f} s, median {times[len(times) // 2]:.2f} s |")
request = urllib.request.Request(lab["http"] + "/overview", headers={"Authorization": "Bearer measure"})
urllib.request.urlopen(request).read()
began = time.monotonic()
size = len(urllib.request.urlopen(request).read())
print(f"| what the page asks for once a second | {(time.monotonic() - began) * 1000:.0f} ms, {size // 1024} KB |")
PY
row 'memory and threads after that' "$(($(status VmRSS) / 1024)) MB, $(status Threads)"
row 'connections to PostgreSQL after that' "$(backends)"
