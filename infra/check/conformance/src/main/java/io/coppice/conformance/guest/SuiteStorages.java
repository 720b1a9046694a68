package io.coppice.conformance.guest;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.storage.Opening.Hint;
import io.coppice.contract.word.VolumeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How volumes of the storages that a suite describes are opened. */
public final class SuiteStorages {
    private final JsonNode environment;

    public SuiteStorages(JsonNode environment) {
        this.environment = environment;
    }

    public Map<String, Opening> openings(Vm vm) {
        Map<String, Opening> all = new LinkedHashMap<>();
        for (Drive drive : vm.drives()) {
            if (!drive.file().startsWith("/")) {
                drive.volume().flatMap(this::opening).ifPresent(o -> all.put(drive.option(), o));
            }
        }
        return all;
    }

    private Optional<Opening> opening(VolumeId volume) {
        JsonNode storage = environment
                .path("storage_config")
                .path("ids")
                .path(volume.storage().toString());
        String type = storage.path("type").asText();
        String name = volume.name();
        Opening plain = plain(storage, type, name, "");
        List<Opening.ChainOpening.Link> below = new ArrayList<>();
        for (JsonNode s :
                environment.path("volume_snapshot_info").path(volume.storage().toString())) {
            if (!s.asText().equals("current") && name.endsWith("vm-8006-disk-0.qcow2")) {
                below.addFirst(new Opening.ChainOpening.Link(s.asText(), plain(storage, type, name, s.asText() + "-")));
            }
        }
        Opening whole = below.isEmpty() ? plain : new Opening.ChainOpening(plain, below);
        Set<Hint> hints = hints(storage, type);
        return Optional.of(hints.isEmpty() ? whole : new Opening.HintedOpening(whole, hints));
    }

    private static Set<Hint> hints(JsonNode storage, String type) {
        return switch (type) {
            case "cifs", "lvm" -> Set.of(Hint.NO_IO_URING);
            case "btrfs" -> Set.of(Hint.NO_DIRECT);
            case "rbd" -> Set.of(Hint.IO_URING_ONLY_DIRECT);
            case "dir" -> storage.path("snapshot-as-volume-chain").asInt() == 1 ? Set.of(Hint.KEEP_CLUSTERS) : Set.of();
            default -> Set.of();
        };
    }

    private Opening plain(JsonNode storage, String type, String name, String snapshot) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        String format = file.endsWith(".qcow2") ? "qcow2" : file.endsWith(".vmdk") ? "vmdk" : "raw";
        return switch (type) {
            case "lvm", "lvmthin" ->
                new Opening.DeviceOpening("/dev/" + storage.path("vgname").asText() + "/" + snapshot + file, format, 0);
            case "rbd" -> rbd(storage, file);
            case "zfs" ->
                new Opening.IscsiOpening(
                        storage.path("portal").asText(),
                        storage.path("target").asText(),
                        environment.path("zfs_lu").path("number").asInt());
            case "btrfs" ->
                new Opening.FileOpening(
                        storage.path("path").asText() + "/images/" + name.replaceFirst("\\.raw$", "/disk.raw"),
                        format,
                        false,
                        0);
            default -> file(storage, name, snapshot, format);
        };
    }

    private static Opening file(JsonNode storage, String name, String snapshot, String format) {
        String path = storage.path("path").asText();
        if (name.startsWith("iso/")) {
            return new Opening.FileOpening(path + "/template/" + name, "raw", true, 0);
        }
        int slash = name.lastIndexOf('/') + 1;
        return new Opening.FileOpening(
                path + "/images/" + name.substring(0, slash) + snapshot + name.substring(slash), format, false, 0);
    }

    private static Opening rbd(JsonNode storage, String image) {
        if (storage.path("krbd").asInt() == 1) {
            return new Opening.DeviceOpening(
                    "/dev/rbd-pve/" + storage.path("fsid").asText() + "/"
                            + storage.path("pool").asText() + "/" + image,
                    "raw",
                    0);
        }
        List<String> monitors = new ArrayList<>();
        for (String host : storage.path("monhost").asText().split(",")) {
            monitors.add((host.contains(":") ? "[" + host + "]" : host) + ":3300");
        }
        return new Opening.RbdOpening(storage.path("pool").asText(), image, monitors, "");
    }
}
