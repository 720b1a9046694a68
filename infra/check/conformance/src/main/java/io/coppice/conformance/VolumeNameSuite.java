package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.volume.Archive;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.DirectoryLayout;
import io.coppice.documents.volume.ListedVolume;
import io.coppice.documents.volume.ListedVolume.Found;
import io.coppice.documents.volume.VolumeName;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and places of volumes on a directory storage, backups' names, and what a listing shows. */
public final class VolumeNameSuite implements Suite {
    private static final StorageId LOCAL = new StorageId("local");

    private interface Answer {
        @Nullable
        Object give();
    }

    @Override
    public String name() {
        return "volnames";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("volnames.json");
        return Cases.read(file).map(VolumeNameSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("parse_volname")) {
            tally.check("parse_volname / " + text(one, "description"), () -> compare(one, () -> parsed(one)));
        }
        JsonNode listing = suite.path("list_volumes");
        DirectoryLayout local = layout(listing.path("environment").path("scfg"));
        for (JsonNode one : suite.path("path_to_volume_id")) {
            tally.check(
                    "path_to_volume_id / " + text(one, "description"), () -> compare(one, () -> located(one, local)));
        }
        JsonNode places = suite.path("filesystem_path");
        for (JsonNode one : places.path("cases")) {
            DirectoryLayout layout = new DirectoryLayout(Path.of(text(places, "storage_path")));
            tally.check(
                    "filesystem_path / " + text(one, "volname") + " / " + text(one, "snapname"),
                    () -> compare(one, () -> place(one, layout)));
        }
        for (JsonNode one : suite.path("get_subdir")) {
            tally.check(
                    "get_subdir / " + one,
                    () -> compare(
                            one,
                            () -> layout(one.get("scfg"))
                                    .directory(ContentKind.of(text(one, "vtype"))
                                            .orElseThrow(() ->
                                                    new Malformed("unknown vtype '" + text(one, "vtype") + "'")))));
        }
        for (JsonNode one : suite.path("archive_info")) {
            tally.check("archive_info / " + text(one, "archive"), () -> compare(one, () -> archive(one)));
        }
        for (JsonNode one : listing.path("cases")) {
            tally.check(
                    "list_volumes / " + text(one, "description"),
                    () -> Cases.difference(
                            sorted(one.path("expected")), listed(one, listing.path("environment"), local)));
        }
        return tally.result();
    }

    private static String text(JsonNode one, String name) {
        return Cases.text(one.get(name)).orElse("");
    }

    /** An error is expected as {@code expected_error}, or as a text where else an object is. */
    private static Optional<String> compare(JsonNode one, Answer answer) {
        Optional<String> error = Cases.text(one.get("expected_error"));
        JsonNode expected = one.get("expected");
        if (error.isEmpty()
                && expected != null
                && expected.isTextual()
                && expected.asText().endsWith("\n")) {
            error = Optional.of(expected.asText());
        }
        try {
            Object found = answer.give();
            return error.isPresent()
                    ? Optional.of("should have failed with " + error.get())
                    : Cases.difference(expected, found);
        } catch (Malformed e) {
            return error.isPresent()
                    ? Cases.difference(error.get().stripTrailing(), e.getMessage())
                    : Optional.of("failed: " + e.getMessage());
        }
    }

    private static DirectoryLayout layout(JsonNode scfg) {
        Map<ContentKind, String> overrides = new EnumMap<>(ContentKind.class);
        scfg.path("content-dirs")
                .properties()
                .forEach(e -> ContentKind.of(e.getKey())
                        .ifPresent(kind -> overrides.put(kind, e.getValue().asText())));
        String root = Cases.text(scfg.get("path")).orElseThrow(() -> new Malformed("storage definition has no path"));
        return new DirectoryLayout(Path.of(root), overrides);
    }

    private static Object parsed(JsonNode one) {
        VolumeName name = VolumeName.parse(text(one, "volname"));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("vtype", name.kind().word());
        fields.put("name", name.name());
        fields.put("vmid", name.owner());
        fields.put("basename", name.base().map(VolumeName.Base::name));
        fields.put("basevmid", name.base().map(VolumeName.Base::owner));
        fields.put("isBase", name.template() ? "base-" : null);
        fields.put("format", name.format());
        return fields;
    }

    private static Object located(JsonNode one, DirectoryLayout layout) {
        return layout.at(Path.of(text(one, "path")))
                .map(name -> List.of(name.kind().word(), LOCAL + ":" + name))
                .orElse(List.of(""));
    }

    private static Object place(JsonNode one, DirectoryLayout layout) {
        VolumeName name = VolumeName.parse(text(one, "volname"));
        Path path = Cases.text(one.get("snapname")).isPresent() ? layout.snapshotPath(name) : layout.path(name);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        fields.put("vmid", name.owner());
        fields.put("vtype", name.kind().word());
        return fields;
    }

    private static Object archive(JsonNode one) {
        Archive archive = Archive.parse(text(one, "archive"), ZoneOffset.UTC);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("filename", archive.filename());
        fields.put("type", archive.type());
        fields.put("format", archive.format());
        fields.put("compression", archive.compression());
        fields.put("decompressor", archive.compression().isEmpty() ? null : archive.decompressor());
        fields.put("is_std_name", archive.made().isPresent());
        archive.made().ifPresent(made -> {
            fields.put("ctime", made.seconds());
            fields.put("vmid", made.vmid());
            fields.put("logfilename", made.logFilename());
            fields.put("notesfilename", archive.notesFilename());
        });
        return fields;
    }

    private static List<Object> listed(JsonNode one, JsonNode environment, DirectoryLayout layout) {
        JsonNode guests = environment.path("vmlist").path("ids");
        ListedVolume.Listing listing = new ListedVolume.Listing(
                LOCAL,
                layout,
                ZoneOffset.UTC,
                vmid -> guests.path(vmid).path("type").asText().equals("lxc"));
        List<Object> all = new ArrayList<>();
        int images = 0;
        for (JsonNode file : one.path("files")) {
            Optional<String> parent = Optional.empty();
            if (file.asText().contains("/images/")) {
                parent = Cases.text(one.path("parent").path(images++));
            }
            Found found =
                    new Found(Path.of(file.asText()), environment.path("ctime").asLong(), parent);
            listing.entry(found, Cases.text(one.get("vmid")))
                    .filter(v -> environment
                            .path("scfg")
                            .path("content")
                            .has(v.content().word()))
                    .ifPresent(v -> all.add(fields(v, environment)));
        }
        return sorted(all);
    }

    private static Object fields(ListedVolume volume, JsonNode environment) {
        boolean image = volume.content() == ContentKind.IMAGES || volume.content() == ContentKind.ROOTDIR;
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("volid", volume.id());
        fields.put("content", volume.content().word());
        fields.put("format", volume.format());
        fields.put("vmid", volume.vmid());
        fields.put("subtype", volume.subtype());
        fields.put("parent", volume.parent());
        fields.put("ctime", volume.created());
        fields.put("size", environment.path("size"));
        fields.put("used", image ? environment.path("used") : null);
        return fields;
    }

    private static List<Object> sorted(Iterable<?> entries) {
        List<Object> all = new ArrayList<>();
        entries.forEach(e -> {
            Object loose = Cases.loose(e);
            if (loose != null) {
                all.add(loose);
            }
        });
        all.sort(Comparator.comparing(e -> String.valueOf(((Map<?, ?>) e).get("volid"))));
        return all;
    }
}
