package io.coppice.compute.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.compute.guest.Drive;
import io.coppice.contract.storage.Opening;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A drive as a graph of block nodes (QEMU QMP reference, {@code blockdev-add}): throttle, format, protocol. A node's name
 * follows from the drive and its volume, so that the node of a running guest is found again.
 */
public final class Blockdev {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_LENGTH = 30;
    private final Drive drive;
    private final Opening opening;
    private final Build build;
    private final boolean readOnly;
    private final Set<Opening.Hint> hints;

    /** @param readOnly whatever the volume says */
    public Blockdev(Drive drive, Opening opening, Build build, boolean readOnly) {
        this.drive = drive;
        this.build = build;
        this.hints = opening instanceof Opening.HintedOpening h ? h.hints() : Set.of();
        this.opening = opening instanceof Opening.HintedOpening h ? h.opening() : opening;
        this.readOnly = readOnly
                || drive.isCdrom()
                || drive.isOn("ro")
                || this.opening instanceof Opening.FileOpening f && f.readOnly();
    }

    /** The node that a device uses. */
    public static String node(Drive drive) {
        return "drive-" + drive.option();
    }

    public static String throttleGroup(Drive drive) {
        return "throttle-drive-" + drive.option();
    }

    /** For {@code -object} and {@code object-add}. */
    public static Map<String, Object> throttle(Drive drive) {
        Map<String, Object> group = new TreeMap<>();
        group.put("qom-type", "throttle-group");
        group.put("id", throttleGroup(drive));
        group.put("limits", limits(drive));
        return group;
    }

    /** As QMP's {@code ThrottleLimits}: {@code mbps} is MiB/s there and bytes here. */
    public static Map<String, Object> limits(Drive drive) {
        Map<String, Object> limits = new TreeMap<>();
        String[][] ways = {{"", "-total"}, {"_rd", "-read"}, {"_wr", "-write"}};
        for (String[] way : ways) {
            String from = way[0];
            String to = way[1];
            put(limits, "bps" + to, drive.text("mbps" + from).map(Blockdev::bytes));
            put(limits, "bps" + to + "-max", drive.text("mbps" + from + "_max").map(Blockdev::bytes));
            put(limits, "bps" + to, drive.text("bps" + from).map(Long::parseLong));
            put(
                    limits,
                    "bps" + to + "-max-length",
                    drive.text("bps" + from + "_max_length").map(Long::parseLong));
            put(limits, "iops" + to, drive.text("iops" + from).map(Long::parseLong));
            put(limits, "iops" + to + "-max", drive.text("iops" + from + "_max").map(Long::parseLong));
            put(
                    limits,
                    "iops" + to + "-max-length",
                    drive.text("iops" + from + "_max_length").map(Long::parseLong));
        }
        return limits;
    }

    private static void put(Map<String, Object> limits, String name, Optional<Long> value) {
        value.filter(v -> v > 0).ifPresent(v -> limits.put(name, v));
    }

    private static long bytes(String mib) {
        return (long) (Double.parseDouble(mib) * 1024 * 1024);
    }

    /** The whole graph. */
    public Map<String, Object> graph() {
        if (drive.isOn("scsiblock")) {
            // the guest speaks to the device itself: nothing may stand between
            Map<String, Object> format = format(opening, Optional.empty());
            format.put("node-name", node(drive));
            return format;
        }
        return throttled(drive, format(), readOnly);
    }

    /** What limits the speed of a drive, over something else. @param below a node's name, or its graph */
    public static Map<String, Object> throttled(Drive drive, Object below, boolean readOnly) {
        Map<String, Object> top = new TreeMap<>(zeroes(drive));
        top.put("driver", "throttle");
        top.put("file", below);
        top.put("node-name", node(drive));
        top.put("read-only", readOnly);
        top.put("throttle-group", throttleGroup(drive));
        return top;
    }

    /** The graph below what limits the speed. */
    public Map<String, Object> format() {
        return format(opening, Optional.empty());
    }

    /** The node of the image's format, the topmost of {@link #format()}. */
    public static String formatNode(Drive drive) {
        return name(drive, "f", Optional.empty());
    }

    private Map<String, Object> format(Opening of, Optional<String> snapshot) {
        if (of instanceof Opening.ChainOpening chain) {
            return chain(chain);
        }
        Map<String, Object> format = common();
        format.put("driver", formatOf(of));
        format.put("file", protocol(of, snapshot));
        format.put("node-name", name(drive, "f", snapshot));
        if (hints.contains(Opening.Hint.KEEP_CLUSTERS)) {
            format.put("discard-no-unref", true);
        }
        if (drive.bus().equals("efidisk") && formatOf(of).equals("raw") && size(of) > 0) {
            // storage may have rounded it up, and firmware takes no other size
            format.put("size", size(of));
        }
        return format;
    }

    private Map<String, Object> chain(Opening.ChainOpening chain) {
        Map<String, Object> below = Map.of();
        for (Opening.ChainOpening.Link link : chain.below().reversed()) {
            Map<String, Object> one = format(link.opening(), Optional.of(link.snapshot()));
            if (!below.isEmpty()) {
                one.put("backing", below);
            }
            below = one;
        }
        Map<String, Object> top = format(chain.top(), Optional.empty());
        if (!below.isEmpty()) {
            top.put("backing", below);
        }
        return top;
    }

    private Map<String, Object> protocol(Opening of, Optional<String> snapshot) {
        Map<String, Object> node = common();
        node.put("node-name", name(drive, "e", snapshot));
        switch (of) {
            case Opening.FileOpening f -> file(node, f.path());
            case Opening.DeviceOpening d -> file(node, d.path());
            case Opening.RbdOpening r -> rbd(node, r);
            case Opening.IscsiOpening i -> {
                node.put("driver", "iscsi");
                node.put("lun", i.lun());
                node.put("portal", i.portal());
                node.put("target", i.target());
                node.put("transport", "tcp");
            }
            case Opening.HintedOpening h -> throw new IllegalArgumentException("hints within hints");
            case Opening.ChainOpening c -> throw new IllegalArgumentException("a chain within a chain");
        }
        return node;
    }

    private void file(Map<String, Object> node, String path) {
        boolean device = path.startsWith("/dev/");
        node.put("driver", device ? (drive.isCdrom() ? "host_cdrom" : "host_device") : "file");
        node.put("filename", path);
        node.put("aio", aio(drive, build, hints));
    }

    private static void rbd(Map<String, Object> node, Opening.RbdOpening r) {
        node.put("driver", "rbd");
        node.put("pool", r.pool());
        node.put("image", r.image());
        node.put("auth-client-required", List.of(r.user().isEmpty() ? "none" : "cephx"));
        if (!r.user().isEmpty()) {
            node.put("user", r.user());
        }
        List<Map<String, String>> servers = new ArrayList<>();
        for (String monitor : r.monitors()) {
            int colon = monitor.lastIndexOf(':');
            Map<String, String> server = new LinkedHashMap<>();
            server.put("host", monitor.substring(0, colon).replaceAll("[\\[\\]]", ""));
            server.put("port", monitor.substring(colon + 1));
            servers.add(server);
        }
        node.put("server", servers);
    }

    private Map<String, Object> common() {
        Map<String, Object> all = new TreeMap<>(zeroes(drive));
        Map<String, Object> cache = new TreeMap<>();
        cache.put("direct", isDirect(drive, hints));
        cache.put("no-flush", drive.text("cache").filter("unsafe"::equals).isPresent());
        all.put("cache", cache);
        all.put("read-only", readOnly);
        return all;
    }

    private static Map<String, Object> zeroes(Drive drive) {
        if (drive.isCdrom()) {
            return Map.of();
        }
        boolean discards = drive.text("discard").filter("on"::equals).isPresent();
        String zeroes = Boolean.FALSE.equals(drive.keys().get("detect_zeroes")) ? "off" : discards ? "unmap" : "on";
        return Map.of("detect-zeroes", zeroes, "discard", discards ? "unmap" : "ignore");
    }

    /** Whether the host's cache is passed by. */
    static boolean isDirect(Drive drive, Set<Opening.Hint> hints) {
        String fallback = drive.bus().equals("efidisk") || drive.isCdrom() || hints.contains(Opening.Hint.NO_DIRECT)
                ? "writeback"
                : "none";
        String cache = drive.text("cache").orElse(fallback);
        return cache.equals("none") || cache.equals("directsync");
    }

    static String aio(Drive drive, Build build, Set<Opening.Hint> hints) {
        boolean direct = isDirect(drive, hints);
        boolean ring = !hints.contains(Opening.Hint.NO_IO_URING)
                && (direct || !hints.contains(Opening.Hint.IO_URING_ONLY_DIRECT));
        String fallback = ring ? build.defaultAio() : direct ? "native" : "threads";
        return drive.text("aio").orElse(fallback);
    }

    /** The format that an opening is read in. */
    public static String formatOf(Opening of) {
        return switch (of) {
            case Opening.FileOpening f -> f.format();
            case Opening.DeviceOpening d -> d.format();
            case Opening.RbdOpening r -> "raw";
            case Opening.IscsiOpening i -> "raw";
            case Opening.HintedOpening h -> formatOf(h.opening());
            case Opening.ChainOpening c -> formatOf(c.top());
        };
    }

    private static long size(Opening of) {
        return switch (of) {
            case Opening.FileOpening f -> f.sizeBytes();
            case Opening.DeviceOpening d -> d.sizeBytes();
            case Opening.RbdOpening r -> 0;
            case Opening.IscsiOpening i -> 0;
            case Opening.HintedOpening h -> size(h.opening());
            case Opening.ChainOpening c -> size(c.top());
        };
    }

    private static String name(Drive drive, String prefix, Optional<String> snapshot) {
        String of = "drive=" + drive.option() + ","
                + snapshot.map(s -> "snap=" + s + ",").orElse("") + "volid=" + drive.file();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            return prefix + HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String json(Map<String, Object> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as one argument of {@code -drive}, for machines from before graphs were given. */
    String legacy() {
        StringBuilder text = new StringBuilder();
        if (opening instanceof Opening.FileOpening f) {
            text.append("file=").append(Argv.comma(f.path())).append(',');
        } else if (opening instanceof Opening.DeviceOpening d) {
            text.append("file=").append(Argv.comma(d.path())).append(',');
        }
        text.append("if=none,id=").append(node(drive));
        for (String key : List.of("media", "cache", "rerror", "werror", "aio", "discard")) {
            drive.text(key)
                    .ifPresent(v -> text.append(',').append(key).append('=').append(v));
        }
        if (drive.isOn("snapshot")) {
            text.append(",snapshot=on");
        }
        if (readOnly && !drive.isCdrom()) {
            text.append(",readonly=on");
        }
        limits(drive)
                .forEach((k, v) ->
                        text.append(",throttling.").append(k).append('=').append(v));
        text.append(",format=").append(formatOf(opening));
        if (drive.text("cache").isEmpty() && !drive.isCdrom() && isDirect(drive, hints)) {
            text.append(",cache=none");
        }
        if (drive.text("aio").isEmpty()) {
            text.append(",aio=").append(aio(drive, build, hints));
        }
        zeroes(drive).forEach((k, v) -> {
            if (k.equals("detect-zeroes")) {
                text.append(",detect-zeroes=").append(v);
            }
        });
        return text.toString();
    }
}
