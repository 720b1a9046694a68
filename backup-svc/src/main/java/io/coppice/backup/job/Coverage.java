package io.coppice.backup.job;

import io.coppice.backup.request.Cluster;
import io.coppice.contract.api.backup.BackupJobsApi;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.schema.Formats;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.backup.GuestSelection;
import io.coppice.documents.guest.GuestConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which guests, and which of their volumes, jobs are of. */
public final class Coverage {
    private static final String DRIVE = "(ide|sata|scsi|virtio)\\d{1,2}|efidisk0|tpmstate0";
    private static final String MOUNT = "rootfs|mp\\d{1,3}";
    private final Cluster cluster;

    public Coverage(Cluster cluster) {
        this.cluster = cluster;
    }

    private Set<String> guests(Job job) {
        Optional<String> pool = job.text("pool");
        GuestSelection selection = new GuestSelection(
                job.isOn("all", false),
                job.text("vmid").map(Formats::split).orElse(List.of()),
                new HashSet<>(job.text("exclude").map(Formats::split).orElse(List.of())),
                pool,
                job.text("node"));
        Set<String> all = new TreeSet<>();
        selection
                .of(cluster.nodes(), pool.flatMap(cluster::members).orElse(Set.of()))
                .values()
                .forEach(all::addAll);
        return all;
    }

    /** Those that no job is of that runs. */
    List<BackupJobsApi.Missing> missing(List<Job> jobs) {
        Set<String> left = new TreeSet<>(cluster.nodes().keySet());
        jobs.stream().filter(Job::isEnabled).forEach(j -> left.removeAll(guests(j)));
        return left.stream()
                .map(v -> new BackupJobsApi.Missing(
                        Integer.parseInt(v), cluster.type(v).orElse("qemu"), Optional.of(cluster.name(v))))
                .toList();
    }

    Map<String, Object> included(Job job) {
        List<Map<String, Object>> children = new ArrayList<>();
        for (String vmid : guests(job)) {
            Map<String, Object> child = new LinkedHashMap<>();
            child.put("id", Integer.parseInt(vmid));
            Optional<String> type = cluster.type(vmid);
            child.put("type", type.orElse("unknown"));
            if (type.isPresent()) {
                child.put("name", cluster.name(vmid));
                child.put("children", volumes(vmid, type.get()));
            }
            children.add(child);
        }
        return Map.of("children", children);
    }

    private List<Map<String, Object>> volumes(String vmid, String type) {
        GuestKind kind = type.equals("lxc") ? GuestKind.LXC : GuestKind.QEMU;
        String text = cluster.document(vmid).map(d -> d.text()).orElse("");
        List<Map<String, Object>> all = new ArrayList<>();
        GuestConfig.parse(Vmid.parse(vmid), text, kind.schemas())
                .config()
                .current()
                .options()
                .forEach((option, value) -> {
                    if (option.matches(kind == GuestKind.LXC ? MOUNT : DRIVE) && !isCdrom(value)) {
                        all.add(volume(kind, option, value));
                    }
                });
        return all;
    }

    private static boolean isCdrom(String value) {
        return value.contains("media=cdrom") || value.startsWith("none") || value.startsWith("cdrom");
    }

    private static Map<String, Object> volume(GuestKind kind, String option, String value) {
        String name = value.split(",", 2)[0].replaceFirst("^(file|volume)=", "");
        boolean said = value.matches(".*,backup=(1|yes|on|true)(,.*)?");
        boolean denied = value.matches(".*,backup=(0|no|off|false)(,.*)?");
        boolean included;
        String reason;
        if (kind == GuestKind.QEMU) {
            included = !denied;
            reason = denied ? "backup=no" : said ? "backup=yes" : "enabled";
        } else if (option.equals("rootfs")) {
            included = true;
            reason = "rootfs";
        } else {
            included = said && !name.startsWith("/");
            reason = name.startsWith("/") ? "not a volume" : said ? "enabled" : "disabled";
        }
        return Map.of("id", option, "name", name, "included", included ? 1 : 0, "reason", reason);
    }
}
