package io.coppice.standalone;

import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.standalone.population.Size;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a process was started with.
 *
 * @param data the folder that holds everything
 * @param port of the API, 1 to 65535
 * @param passwordFile where the first password of admin@pve stands
 * @param service the one service to run; empty for all
 * @param guests the socket of who starts guests; empty where the service itself does
 * @param simulate how large a cluster is to be simulated
 */
record Arguments(
        Path data,
        int port,
        Optional<Path> passwordFile,
        Optional<Service> service,
        Optional<Path> guests,
        Optional<Size> simulate) {
    private static final Set<String> KNOWN =
            Set.of("--data", "--port", "--admin-password-file", "--service", "--guests", "--simulate");

    /** @throws IllegalArgumentException with a text for the user */
    static Arguments parse(String... argv) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < argv.length; i += 2) {
            if (!KNOWN.contains(argv[i])) {
                throw new IllegalArgumentException("unknown option " + argv[i] + "; known are " + KNOWN);
            }
            if (i + 1 == argv.length) {
                throw new IllegalArgumentException(argv[i] + " needs a value");
            }
            given.put(argv[i], argv[i + 1]);
        }
        String port = given.getOrDefault("--port", "8006");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("--port takes a number from 1 to 65535, not " + port);
        }
        return new Arguments(
                Path.of(given.getOrDefault("--data", "/var/lib/coppice"))
                        .toAbsolutePath()
                        .normalize(),
                Integer.parseInt(port),
                Optional.ofNullable(given.get("--admin-password-file")).map(Path::of),
                Optional.ofNullable(given.get("--service")).map(Arguments::service),
                Optional.ofNullable(given.get("--guests")).map(Path::of),
                Optional.ofNullable(given.get("--simulate")).map(Size::parse));
    }

    private static Service service(String label) {
        return HealthApi.SERVICES.stream()
                .filter(s -> s.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no service '" + label + "'"));
    }
}
