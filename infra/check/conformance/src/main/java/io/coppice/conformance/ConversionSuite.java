package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.word.Malformed;
import io.coppice.documents.image.Conversion;
import io.coppice.documents.image.Place;
import io.coppice.documents.image.Places;
import io.coppice.documents.section.SectionFile;
import io.coppice.documents.section.SectionFile.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How images are copied between storages. The storages are those that the cases stand on. */
public final class ConversionSuite implements Suite {
    private static final Map<String, Section> STORAGES = SectionFile.parse("storage.cfg", """
            dir: local
            \tpath /var/lib/vz

            dir: localsnapext
            \tpath /var/lib/vzsnapext
            \tsnapshot-as-volume-chain 1

            btrfs: btrfs
            \tpath /var/lib/btrfs

            lvmthin: local-lvm
            \tvgname pve
            \tthinpool data

            lvm: lvm-store
            \tvgname pve
            \tsnapshot-as-volume-chain 1

            zfspool: local-zfs
            \tpool rpool

            zfs: zfs-over-iscsi
            \tportal 127.0.0.1
            \ttarget iqn.2019-10.org.test:foobar
            \tpool tank
            \tiscsiprovider LIO

            rbd: rbd-store
            \tmonhost 127.0.0.42,127.0.0.21,::1
            \tpool cpool
            \tusername admin
            """).sections().stream()
            .collect(Collectors.toMap(Section::id, Function.identity()));
    private static final Places PLACES = new Places((storage, volume) -> 1, "foobar");

    @Override
    public String name() {
        return "img_convert";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("img_convert.json");
        return Cases.read(file).map(ConversionSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("cases")) {
            tally.check(one.path("name").asText(), () -> check(one));
        }
        return tally.result();
    }

    private static Optional<String> check(JsonNode one) {
        JsonNode expected = one.path("expected");
        try {
            return Cases.difference(expected, argv(one.path("parameters")));
        } catch (Malformed e) {
            return Cases.difference(expected.asText().stripTrailing(), e.getMessage());
        }
    }

    /** Source, target, size, and what else is said. */
    private static Object argv(JsonNode parameters) {
        JsonNode options = parameters.path(3);
        String from = parameters.path(0).asText();
        String to = parameters.path(1).asText();
        Optional<Section> source = storage(from);
        Section target = storage(to)
                .orElseThrow(
                        () -> new Malformed("destination '" + to + "' is not a valid volid form qemu-img convert"));
        Place there = source.isPresent()
                ? PLACES.of(source.get(), volume(from), Cases.text(options.get("snapname")))
                : Places.ofFile(from, Cases.text(options.get("source-path-format")), ConversionSuite::exists);
        return new Conversion(
                        there,
                        PLACES.of(target, volume(to), Optional.empty()),
                        Cases.text(options.get("bwlimit")),
                        Cases.truth(options.get("is-zero-initialized")),
                        new Conversion.Direct(
                                source.filter(ConversionSuite::cachesItself).isPresent(), cachesItself(target)))
                .argv();
    }

    private static boolean cachesItself(Section storage) {
        return storage.type().equals("zfspool");
    }

    /** The cases stand in a folder that has the files which they name relative to it, and on a host that has no others. */
    private static boolean exists(Path file) {
        return !file.isAbsolute();
    }

    private static Optional<Section> storage(String volid) {
        int colon = volid.indexOf(':');
        return colon < 1 || volid.startsWith("/")
                ? Optional.empty()
                : Optional.ofNullable(STORAGES.get(volid.substring(0, colon)));
    }

    private static String volume(String volid) {
        return volid.substring(volid.indexOf(':') + 1);
    }
}
