package io.coppice.storage.directory;

import io.coppice.contract.word.Vmid;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.ListedVolume;
import io.coppice.documents.volume.VolumeName;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.image.ImageInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What lies in a directory storage, as clients know it; what is no volume is not shown. */
final class Listing {
    private final Storage storage;
    private final ListedVolume.Listing names;

    Listing(Storage storage) {
        this.storage = storage;
        this.names = new ListedVolume.Listing(storage.id(), storage.layout(), ZoneId.systemDefault(), id -> false);
    }

    List<Map<String, Object>> entries(Set<ContentKind> kinds, Optional<Vmid> vmid) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ContentKind kind : kinds) {
            Path folder = storage.layout().directory(kind);
            if (kind == ContentKind.ROOTDIR
                    || !SafeFiles.isFolderInside(storage.layout().root(), folder)) {
                continue;
            }
            for (Path file : files(folder, kind)) {
                entry(file, vmid).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Images lie one folder deeper, by guest. */
    private static List<Path> files(Path folder, ContentKind kind) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path p : inside) {
                if (kind != ContentKind.IMAGES) {
                    all.add(p);
                } else if (Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)) {
                    all.addAll(ofGuest(p));
                }
            }
        }
        all.sort(null);
        return all;
    }

    /** Empty where the folder has gone with its guest's last image. */
    private static List<Path> ofGuest(Path folder) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            inside.forEach(all::add);
        } catch (IOException e) {
            return List.of();
        }
        return all;
    }

    private Optional<Map<String, Object>> entry(Path file, Optional<Vmid> vmid) {
        Optional<VolumeName> name = storage.layout().at(file);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageInfo info = info(file, name.get());
            return names.entry(
                            new ListedVolume.Found(file, info.modifiedSeconds(), info.backing()),
                            vmid.map(Vmid::toString))
                    .map(v -> shown(v, info, file));
        } catch (IOException e) {
            return Optional.empty(); // it has gone meanwhile, or is not what its name says
        }
    }

    /** @throws IOException if it is not what its name says */
    static ImageInfo info(Path file, VolumeName name) throws IOException {
        String format = name.format().orElse("raw");
        return name.kind() == ContentKind.IMAGES && ImageInfo.isFormat(format)
                ? ImageInfo.ofImage(file, format)
                : ImageInfo.ofFile(file);
    }

    private static Map<String, Object> shown(ListedVolume v, ImageInfo info, Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("volid", v.id());
        all.put("content", v.content().word());
        all.put("format", v.format());
        all.put("size", info.virtualBytes());
        all.put("ctime", v.created());
        v.vmid().ifPresent(id -> all.put("vmid", Long.parseLong(id)));
        v.subtype().ifPresent(s -> all.put("subtype", s));
        if (v.content() == ContentKind.IMAGES) {
            all.put("used", info.usedBytes());
            v.parent().ifPresent(p -> all.put("parent", p));
        }
        if (v.content() == ContentKind.BACKUP) {
            Notes.of(file).ifPresent(n -> all.put("notes", n));
            if (Notes.isProtected(file)) {
                all.put("protected", 1);
            }
        }
        return all;
    }
}
