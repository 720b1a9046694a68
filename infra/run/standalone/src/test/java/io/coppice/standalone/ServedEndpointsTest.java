package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.contract.api.Api;
import io.coppice.contract.api.node.OpenApiApi;
import io.coppice.contract.api.node.VersionApi;
import io.coppice.contract.endpoint.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of what is declared and answers 501 says what is so; hence it only shrinks. */
class ServedEndpointsTest {
    private static final Path LIST = Path.of("../../../docs/rules/not-yet-served.txt");

    @TempDir
    Path folder;

    @Test
    void what_no_service_serves_stands_in_the_list() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        Set<String> missing = new TreeSet<>();
        for (Endpoint<?, ?> e : Api.all()) {
            if (e.body() != Endpoint.Body.INDEX && e != VersionApi.VERSION && e != OpenApiApi.OPENAPI) {
                missing.add(e.toString());
            }
        }
        missing.removeAll(served());
        assertEquals(Files.readString(LIST), missing.isEmpty() ? "" : String.join("\n", missing) + "\n");
    }

    private Set<String> served() throws Exception {
        Logging.configure("test");
        Path password = Files.writeString(folder.resolve("password"), "first-Password-7");
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.ensure();
        Arguments arguments = Arguments.parse(
                "--data", data.root().toString(), "--port", "8006", "--admin-password-file", password.toString());
        NodeProcess process = NodeProcess.start(arguments, data, () -> {});
        try {
            return process.served();
        } finally {
            process.close();
        }
    }
}
