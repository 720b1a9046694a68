package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.distro.Setup;
import io.coppice.compute.distro.Surroundings;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What containers' root file systems hold after they were set up, file by file. Upstart's jobs are not compared: only
 * CentOS 6 had them, whose life is over, and none are written for it.
 */
public final class ContainerSetupSuite implements Suite {
    private static final Vmid GUEST = new Vmid(100);
    private static final String PASSWORD = "a password";
    private static final String KEY = "ssh-rsa ABCDEFG ABC@DEF";
    private static final Surroundings AROUND =
            new Surroundings(List.of("proxmox.com"), List.of("8.8.8.8", "8.8.8.9"), Optional.empty());

    @Override
    public String name() {
        return "lxc_setup";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("lxc_setup.json");
        Optional<JsonNode> suite = Cases.read(file);
        if (suite.isEmpty()) {
            return Result.skipped("no " + file);
        }
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.get().path("cases")) {
            tally.check(one.path("name").asText(), () -> difference(one));
        }
        return tally.result();
    }

    private static Optional<String> difference(JsonNode one) {
        try {
            Path root = Files.createTempDirectory("container");
            try {
                lay(root, one.path("input"));
                setUp(root, one.path("config").asText());
                return compare(root, one.path("expected"));
            } finally {
                remove(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setUp(Path root, String config) throws IOException {
        Setup setup = new Setup(AROUND);
        Ct ct = Ct.parse(GUEST, config);
        IdMap own = new IdMap((Integer) Files.getAttribute(root, "unix:uid"));
        String type = setup.atCreation(ct, root, own, PASSWORD, KEY);
        Ct typed = new Ct(GUEST, ct.config().current(ct.now().with("ostype", type)));
        setup.beforeStart(typed, root, own);
    }

    private static void lay(Path root, JsonNode files) throws IOException {
        for (Map.Entry<String, JsonNode> e : files.properties()) {
            Path file = root.resolve(e.getKey());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            if (e.getValue().isObject()) {
                Files.createSymbolicLink(
                        file, Path.of(e.getValue().path("symlink").asText()));
            } else {
                Files.writeString(file, e.getValue().asText(), StandardCharsets.UTF_8);
            }
        }
    }

    private static Optional<String> compare(Path root, JsonNode expected) throws IOException {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : expected.properties()) {
            Path file = root.resolve(e.getKey());
            if (e.getKey().startsWith("etc/init/")) {
                continue;
            }
            String found = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? random(Files.readString(file, StandardCharsets.UTF_8))
                    : "(not there)";
            if (!found.equals(e.getValue().asText())) {
                all.add(e.getKey() + ": expected\n" + e.getValue().asText() + "but got\n" + found);
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", all));
    }

    /** What is made up or told by the clock, as the cases have it. */
    private static String random(String text) {
        return text.replaceAll("(?mi)^(uuid)=[0-9a-f-]{36}$", "$1=00000000-0000-0000-0000-000000000000")
                .replaceAll("(?m)^root:\\$5\\$[^:$]+\\$[^:]+:\\d{5}:", "root:\\$5\\$SALT\\$PASS:@DAYS@:")
                .replaceAll("(?m)^root:\\$5\\$[^:$]+\\$[^:]+:", "root:\\$5\\$SALT\\$PASS:");
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
