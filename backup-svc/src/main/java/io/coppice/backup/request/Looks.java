package io.coppice.backup.request;

import io.coppice.access.VolumeUse;
import io.coppice.archive.compression.Compression;
import io.coppice.archive.tar.TarHead;
import io.coppice.archive.vma.VmaReader;
import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.backup.BackupSettings;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is read of backups: a node's defaults, an archive's configuration. */
public final class Looks {
    private static final List<String> FOR_AUDITORS =
            List.of("mailto", "tmpdir", "dumpdir", "script", "ionice", "notification-mode", "mailnotification");
    private final Cluster cluster;
    private final NodeDefaults defaults;
    private final Calls calls;
    private final Caller self;

    /** @param self as which storage is asked, once it is known that the caller may */
    public Looks(Cluster cluster, NodeDefaults defaults, Calls calls, Caller self) {
        this.cluster = cluster;
        this.defaults = defaults;
        this.calls = calls;
        this.self = self;
    }

    public Map<String, Object> defaults(Caller caller, VzdumpApi.Defaults in) throws IOException {
        Map<String, String> node = defaults.read();
        String storage = in.storage().map(StorageId::text).orElseGet(() -> node.getOrDefault("storage", "local"));
        Rights.requireDefaults(caller, storage);
        Optional<String> keeps = Objects.requireNonNull(calls.call(
                        ArchivesInternalApi.LOOK,
                        new ArchivesInternalApi.Look(new StorageId(storage), Optional.empty(), true),
                        self))
                .pruneBackups();
        BackupSettings settings = BackupSettings.of(Map.of(), keeps, node, NodeDefaults.otherwise());
        Map<String, Object> all = new LinkedHashMap<>();
        boolean auditor = caller.may("/nodes/" + cluster.here(), "Sys.Audit");
        settings.values().forEach((name, value) -> {
            if (auditor || !FOR_AUDITORS.contains(name)) {
                all.put(name, typed(name, value));
            }
        });
        all.put("storage", storage);
        all.put("prune-backups", settings.keptText());
        all.put("remove", settings.remove() ? 1 : 0);
        return all;
    }

    private static Object typed(String name, String value) {
        boolean text = List.of("compress", "mode", "mailto", "storage").contains(name);
        return !text && value.matches("\\d{1,15}") ? (Object) Long.parseLong(value) : value;
    }

    /** @throws Refused for what is no backup, or is not the caller's to read */
    public String config(Caller caller, VzdumpApi.Extract in) throws IOException {
        Rights.requireExtract(caller, in.volume());
        VolumeId volume = volume(in.volume());
        VolumeName name = name(volume);
        VolumeUse.require(caller.permissions(), volume.storage().text(), name, Optional.empty());
        Opening opening = Objects.requireNonNull(
                calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self));
        if (!(opening instanceof Opening.FileOpening file)) {
            throw new Refused(new Failure.NotImplemented("GET", "/nodes/{node}/vzdump/extractconfig of no file"));
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(Path.of(file.path())), 1 << 20);
                InputStream plain = Compression.ofFileName(name.name()).decompress(raw)) {
            boolean container = name.name().contains(".tar");
            Optional<byte[]> config = container
                    ? TarHead.find(plain, "etc/vzdump/pct.conf")
                    : Optional.ofNullable(
                            new VmaReader(plain).header().configs().get("qemu-server.conf"));
            return new String(
                    config.orElseThrow(() -> Refused.conflict("the archive '" + volume
                            + "' holds no configuration of a " + (container ? "container" : "VM"))),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Refused.conflict("the archive '" + volume + "' cannot be read: " + e.getMessage());
        }
    }

    private static VolumeId volume(String text) {
        try {
            return VolumeId.parse(text);
        } catch (Malformed e) {
            throw Refused.badParameter("volume", "invalid format - " + e.getMessage());
        }
    }

    private static VolumeName name(VolumeId volume) {
        try {
            VolumeName name = VolumeName.parse(volume.name());
            VolumeUse.requireKind(volume.toString(), name, ContentKind.BACKUP);
            return name;
        } catch (Malformed e) {
            throw Refused.badParameter("volume", String.valueOf(e.getMessage()));
        }
    }
}
