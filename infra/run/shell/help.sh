# shellcheck shell=bash
# What --help says, of the whole and of each command; sourced by the script coppice.

help() {
  case ${1:-} in
    up) cat <<'TEXT' ;;
Usage: coppice up [--data DIR] [--port N] [--admin-password-file FILE] [--split]
       coppice up --simulate nodes=N,guests=M[,seed=S] [--data DIR] [--port N] [--admin-password-file FILE]

Builds what is missing, starts the node, the gateway and a local Kafka, and waits until a login works; then prints the address, the
first time with the password of admin@pve. What runs already stays as it is. Installed as a package it has systemd start the
units coppice-node, coppice-gateway and coppice-kafka; their port stands in /etc/default/coppice.

  --data DIR                  everything lies below it       (default /var/lib/coppice)
  --port N                    port of API and page           (default: the last one, else 8006)
  --admin-password-file FILE  first password of admin@pve, 8 characters or more; only the first start reads it
  --split                     every service in a process of its own
  --simulate SIZE             a simulated cluster instead, in one process: any user may, without root, QEMU or Kafka; it
                              begins anew at each start, and its DIR is by default below /tmp. nodes=1..100 (default 3),
                              guests=0..50000 (60), seed=S (1): the same seed makes the same cluster

DIR/coppice.conf may hold settings of the node, one a line; it is read at the start:
  accelerator = auto|kvm|tcg  what guests run on (default auto: KVM where a trial shows that it is real)
  kafka.bootstrap = HOST:PORT a Kafka of your own for events (default: one is started beside the node); how to get in
                              with kafka.security.*, kafka.sasl.* and kafka.ssl.* tells docs/events.md

COPPICE_JVM_OPTIONS in the environment holds further options for the processes' JVMs, with blanks between them.

Needs root (but for --simulate), a Java of version 25, and 1500 MiB of disk. Missing programs are installed by apt-get.
TEXT
    down) cat <<'TEXT' ;;
Usage: coppice down [--data DIR]

Ends the node, the gateway and the local Kafka. Guests that run go on running, and are found again by the next `coppice up`.
Of a simulation's DIR it ends the simulation; a user who is not root means their own where no DIR is named.
TEXT
    status) cat <<'TEXT' ;;
Usage: coppice status [--data DIR]

One line for each process, and whether the API answers. Ends with 0 when it does, with 3 when not.
TEXT
    logs) cat <<'TEXT' ;;
Usage: coppice logs [NAME] [-f] [--data DIR]

The last 200 lines of each log, or of one: gateway, node, kafka, with --split auth, compute, storage, network,
backup and metrics, of a simulation simulation.

  -f, --follow   go on with what comes, until interrupted
TEXT
    witness) cat <<'TEXT' ;;
Usage: coppice witness NODE --fingerprint PRINT [--password-file FILE] [OPTIONS]    the first time: joins, and goes on
       coppice witness [--data DIR]                                                from then on

A vote for a cluster of two nodes on a third machine, so that either node's loss stops nothing. It holds a copy of the truth, in
which secrets are sealed, and no key that opens them; it runs no guests, serves no API, and is no node. Whoever has the
machine can read configurations there, and could vote for what never was: it wants to be as safe as a node. It runs in the
foreground until it is ended, as any user; on any machine with a Java of version 25, 200 MiB of memory and 1 GiB of disk that
the nodes reach, and that reaches them, at their cluster ports.

  NODE                  a node of the cluster, HOST or HOST:PORT of its API
  --fingerprint PRINT   of that node's certificate, as `coppice pvesh get /cluster/config/join` shows it there
  --password-file FILE  with the token that `coppice cluster token NAME --witness 1` gave on a node, or the password of
                        --username; without it, it is asked for, or read from standard input
  --username USER       who admits it, where it is no token    (default root@pam)
  --name NAME           its name, another than any node's      (default this host's)
  --address HOST        where the nodes reach it               (default this host's first address)
  --port N              at which port                          (default 8016)
  --data DIR            its folder                             (default /var/lib/coppice-witness)

`coppice cluster status` on a node shows it. `coppice cluster remove NAME` there takes its vote; then its folder is worth nothing.
TEXT
    separate) cat <<'TEXT' ;;
Usage: coppice cluster separate NODE... [--data DIR]

The one way out where too few are left of those who vote: makes of this node one that is alone, with all that it knew. NODE is
each other member, by its name; none of them may answer, and none may ever run again as it is, since what they decided without
this node is not in it. Their guests' configurations stay. All keys are made anew at the next start. Needs root, and services
that are stopped ('coppice down'); guests go on running.
TEXT
    test) cat <<'TEXT' ;;
Usage: ./coppice test [MAVEN OPTIONS]

Builds everything and runs all tests. As root more is tested: guests' networks, users of the machine, the package.
TEXT
    bench) cat <<'TEXT' ;;
Usage: ./coppice bench NAME... [--scratch DIR] [--port N] [--vmid N] [--seconds N]

Measures how fast it is beside what anybody can install, on nodes of its own, and prints a table with the aims:
  boot         start until the first answer, login and write
  memory       of all processes, settled
  http         small reads at 1, 16 and 64 connections, beside nginx
  create       guests without and with a disk, beside fsync and qemu-img
  start        a guest, beside bare QEMU
  resources    lists of 1,000 and 20,000 guests over the wire, while 200 a second change
  in-process   the same lists without the wire
  events       from a change to a thousand streams that tell of it
  cluster      three nodes: joins, changes, a guest that moves, and how long changes stand still when the leader is
               killed; needs root
  all          all of these, in some eight minutes

  --scratch DIR   for its folders                           (default: /tmp)
  --port N        of its nodes; the next one is nginx's     (default 18006)
  --vmid N        of the guest that it starts               (default 990001)
  --seconds N     of load for each figure                   (default 2)

Needs root, and wrk and nginx for what they measure. For an aim that reads miss it prints where the time goes. Ends with 0
when everything could be measured. docs/performance.md tells what was found.
TEXT
    conformance) cat <<'TEXT' ;;
Usage: ./coppice conformance --contract DIR --suites DIR [--failures]

Compares what is declared with an API's contract, and runs suites of cases; --failures lists what differs.
TEXT
    package) cat <<'TEXT' ;;
Usage: ./coppice package [DIR]

Builds what is missing and makes the Debian package coppice_VERSION_amd64.deb in DIR (default: infra/run/deb/target).
`apt-get install ./coppice_*.deb` installs it on a machine that builds nothing.
TEXT
    images) cat <<'TEXT' ;;
Usage: ./coppice images [BASE [NAME]]

Builds what is missing and makes the container image NAME (default: coppice) on the image BASE; docs/containers.md tells how
it is run, and how BASE is made where no registry can be reached.
TEXT
    import) cat <<'TEXT' ;;
Usage: coppice import PATH [--dry-run] [--node OLD=NEW]... [--keep WHAT]... [--replace WHAT]... [--data DIR]

Reads the /etc/pve of a Proxmox VE node, or a copy of it, and writes what it says into the truth of the node that runs here: guests,
storages, backup jobs, metric servers, realms, users, their passwords (as hashes), tokens (their secrets hashed), groups, pools,
roles, grants, datacenter.cfg; passwords and keys of storages, realms and metric servers, sealed. In one change, or not at all: what is here already and says something else is a conflict, which is named. What is not understood
is told by file and line and left out. No disk is touched: guests come as they are described. Run again, it does nothing.

  --dry-run        only say what would be written
  --node OLD=NEW   what the original's node OLD has becomes the node NEW's
  --keep WHAT      of a conflict: what is here stays           (storage.cfg:local, user.cfg:user:admin@pve, …)
  --replace WHAT   of a conflict: what the original says holds

Needs root, on a node that runs. Ends with 0 when all is well, 1 with a conflict or a refusal, 3 when no node answers.
docs/operations.md tells more.
TEXT
    cluster-backup) cat <<'TEXT' ;;
Usage: coppice cluster backup FILE [--keyring FILE] [--data DIR]
       coppice cluster restore FILE [--keyring FILE] [--data DIR]

`backup` writes all that the cluster knows, as it was at one moment, into a file that only root can read, whether the node runs or
not. Secrets in it are sealed; --keyring writes the keys that open them into a file of their own.

`restore` makes the truth of a node of such a file: where nothing runs and the node is alone, or new. The other nodes of a
cluster are not in it: found the cluster anew, and have them join. What was there before is put aside. --keyring
names the keys where they are not here already. Files that are damaged, or of a newer program, are refused.

Both need root, and end with 0, or 1 when nothing was done. docs/operations.md tells more.
TEXT
    run) cat <<'TEXT' ;;
Usage: coppice run NAME [--data DIR] [OPTIONS OF THE PROCESS]

Runs one process in the foreground: gateway; node (with all services), node|auth|storage|network|compute|backup|metrics with --split; kafka;
guests; cache, which makes the cache of classes and ends. It is what systemd's units and containers start; by hand use `coppice up`.
TEXT
    *) cat <<'TEXT' ;;
Usage: coppice COMMAND [OPTIONS]

  up            start the node, the gateway and Kafka, print the address; builds first what is not built
  down          stop them; running guests stay
  status        say what runs
  logs [NAME]   show logs; -f follows
  run NAME      one process in the foreground, for systemd and containers

  qm, pct       virtual machines, containers          each with verbs and help of its own: coppice qm help.
  pvesm, pveum  storages, users and permissions       Root needs no password on a node; docs/cli.md tells more
  vzdump, qmrestore   back guests up and restore them
  cluster       found a cluster, join it, remove nodes; pvecm does the same in its own words. Of the whole truth
                coppice cluster backup | restore FILE
  witness       on a third machine: a vote for a cluster of two nodes
  import        bring the /etc/pve of a Proxmox VE node here
  pvesh         any endpoint of the API by its path
  task          look at tasks, follow and stop them; pvenode does the same
  completion bash     what bash needs to complete them: source <(coppice completion bash)

In the sources also:
  test          build everything and run all tests
  package       make a Debian package
  images        make a container image
  conformance   compare with a contract and suites
  bench         measure how fast it is

`coppice COMMAND --help` says more. Everything lies below --data DIR, default /var/lib/coppice.
TEXT
  esac
}
