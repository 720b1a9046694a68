package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The OpenAPI document judged by a validator and made a client of by a generator, both as npm has them. */
final class GeneratedClient {
    private final Path folder;

    private GeneratedClient(Path folder) {
        this.folder = folder;
    }

    /** Skips the test with a word where the programs cannot be had. */
    static GeneratedClient install(Path folder) throws Exception {
        assumeTrue(Programs.has("npm"), "there is no npm");
        Files.writeString(folder.resolve("package.json"), "{\"name\":\"t\",\"version\":\"1.0.0\",\"private\":true}");
        Programs.Ended installed = Programs.run(
                folder,
                Map.of(),
                180,
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "@apidevtools/swagger-parser@13.1.0",
                "@hey-api/openapi-ts@0.64.15",
                "@hey-api/client-fetch@0.8.4",
                "typescript@5.7");
        assumeTrue(installed.exit() == 0, "the generator cannot be had from npm: " + installed.output());
        GeneratedClient made = new GeneratedClient(folder);
        made.copy("validate.js");
        made.copy("guest.ts");
        return made;
    }

    private void copy(String name) throws IOException {
        try (InputStream in = GeneratedClient.class.getResourceAsStream("/openapi/" + name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            Files.copy(in, folder.resolve(name));
        }
    }

    void generate(String document) throws Exception {
        Files.writeString(folder.resolve("openapi.json"), document);
        must("node", "validate.js", "openapi.json");
        must("npx", "--no-install", "openapi-ts", "-i", "openapi.json", "-o", "client", "-c", "@hey-api/client-fetch");
        must(
                "npx",
                "--no-install",
                "tsc",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--moduleResolution",
                "node10",
                "--strict",
                "--skipLibCheck",
                "--lib",
                "es2022,dom",
                "--outDir",
                "made",
                "guest.ts");
    }

    /** Runs the program that uses the client. */
    void run(int port, String node, String token) throws Exception {
        must("node", "made/guest.js", "" + port, node, token);
    }

    private void must(String... argv) throws Exception {
        Programs.Ended ended = Programs.run(folder, Map.of("NODE_TLS_REJECT_UNAUTHORIZED", "0"), 120, argv);
        assertEquals(0, ended.exit(), ended.output());
    }
}
