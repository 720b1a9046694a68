package io.coppice.standalone.population;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Drafts guests. Pure: the same size and seed draft the same ones. */
final class Drafts {
    static final String LOCAL_DISKS = "local-data";
    static final String SHARED = "nas";
    static final List<String> POOLS = List.of("production", "staging", "development", "infrastructure", "customers");
    private static final List<String> TASKS = List.of(
            "web", "db", "cache", "mail", "git", "build", "proxy", "dns", "ldap", "mq", "search", "wiki", "shop", "api",
            "vpn", "log", "metrics", "backup", "ci", "erp");
    private static final List<String> STAGES = List.of("prod", "prod", "prod", "stage", "dev", "test");
    private static final List<String> SYSTEMS = List.of("l26", "l26", "l26", "l26", "l26", "win11", "win10");
    private static final int[] CORES = {1, 1, 2, 2, 2, 4, 4, 8};
    private static final int[] GIB = {1, 1, 2, 2, 4, 4, 8, 16};
    private static final int[] DISK_GIB = {8, 16, 32, 32, 64, 100, 200};
    private static final long DAY = 86_400;
    private final Size size;
    private final List<NodeName> nodes;

    Drafts(Size size) {
        this.size = size;
        this.nodes = size.names();
    }

    /** In the order of their numbers, spread over the nodes. */
    List<Draft> all() {
        List<Draft> all = new ArrayList<>(size.guests());
        for (int i = 0; i < size.guests(); i++) {
            all.add(draft(i));
        }
        return all;
    }

    private Draft draft(int i) {
        SplittableRandom random = new SplittableRandom(size.seed() * 1_000_003 + i);
        Vmid vmid = new Vmid(Vmid.LOWEST + i);
        boolean template = random.nextInt(50) == 0;
        boolean runs = !template && random.nextInt(10) < 7;
        String task = pick(random, TASKS);
        String stage = pick(random, STAGES);
        Draft.Disk disk = disk(random, vmid, template);
        TreeMap<String, String> options = new TreeMap<>();
        options.put("name", template ? "template-" + task + "-" + vmid : task + "-" + stage + "-" + vmid);
        hardware(random, vmid, options);
        options.put("scsi0", disk.storage() + ":" + disk.file() + ",size=" + (disk.bytes() >> 30) + "G");
        options.put("tags", task + ";" + stage);
        if (template) {
            options.put("template", "1");
        }
        if (runs && random.nextInt(3) > 0) {
            options.put("onboot", "1");
        }
        if (random.nextInt(4) == 0) {
            options.put("agent", "1");
        }
        Optional<String> pool =
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(POOLS.get(random.nextInt(POOLS.size())));
        Optional<Long> up = runs ? Optional.of(random.nextLong(60, 200 * DAY)) : Optional.empty();
        return new Draft(vmid, nodes.get(i % nodes.size()), options, List.of(disk), pool, up);
    }

    private static void hardware(SplittableRandom random, Vmid vmid, TreeMap<String, String> options) {
        options.put("boot", "order=scsi0");
        options.put("cores", Integer.toString(pick(random, CORES)));
        options.put("memory", Integer.toString(pick(random, GIB) * 1024));
        options.put("ostype", pick(random, SYSTEMS));
        options.put("scsihw", "virtio-scsi-pci");
        options.put("sockets", "1");
        int n = vmid.number();
        options.put(
                "net0",
                String.format(
                        Locale.ROOT,
                        "virtio=BC:24:11:%02X:%02X:%02X,bridge=vmbr0",
                        n >> 16 & 0xFF,
                        n >> 8 & 0xFF,
                        n & 0xFF));
    }

    private static Draft.Disk disk(SplittableRandom random, Vmid vmid, boolean template) {
        String storage = random.nextInt(20) == 0 ? SHARED : LOCAL_DISKS;
        String file = vmid + "/" + (template ? "base-" : "vm-") + vmid + "-disk-0.raw";
        return new Draft.Disk(storage, file, (long) pick(random, DISK_GIB) << 30);
    }

    private static String pick(SplittableRandom random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static int pick(SplittableRandom random, int[] of) {
        return of[random.nextInt(of.length)];
    }
}
