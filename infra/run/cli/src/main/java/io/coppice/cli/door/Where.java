package io.coppice.cli.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which API is meant, and who asks. What is said on the command line goes before the environment, and that before the file
 * {@code ~/.config/coppice/client.conf}; root on a node needs none of them.
 */
public final class Where {
    /** Options of every command, and what they are called in the environment and the file. */
    public static final List<String> OPTIONS = List.of("host", "token", "fingerprint", "node", "data");

    private final Map<String, String> options;
    private final Map<String, String> environment;

    public Where(Map<String, String> options, Map<String, String> environment) {
        this.options = Map.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    /** @throws Unusable when it is not said clearly enough */
    public Door door() throws IOException {
        Properties file = file();
        String host = setting(file, "host");
        String node = setting(file, "node");
        if (host != null && !options.containsKey("data")) {
            return RemoteDoor.to(host, token(file), setting(file, "fingerprint"), node);
        }
        String data = setting(file, "data");
        if (!isRoot()) {
            throw new Unusable(
                    "only root speaks to a node without a token: run this as root on a node, or name a node with --host and"
                            + " a token with --token USER@REALM!NAME=SECRET, or in " + fileName());
        }
        return new LocalDoor(Path.of(data == null ? "/var/lib/coppice" : data), node);
    }

    /** What keeps a door from being found; the message says what to do. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private String token(Properties file) {
        String token = setting(file, "token");
        if (token == null) {
            throw new Unusable(
                    "--host needs a token: give --token USER@REALM!NAME=SECRET, COPPICE_TOKEN, or a line 'token ="
                            + " …' in " + fileName());
        }
        int bang = token.indexOf('!');
        if (bang < 1 || token.indexOf('=') < bang) {
            throw new Unusable("a token looks like USER@REALM!NAME=SECRET");
        }
        return token;
    }

    private @Nullable String setting(Properties file, String name) {
        String said = options.get(name);
        if (said == null) {
            said = environment.get("COPPICE_" + name.toUpperCase(java.util.Locale.ROOT));
        }
        if (said == null) {
            said = file.getProperty(name);
        }
        return said == null || said.isBlank() ? null : said.strip();
    }

    private Path fileName() {
        String config = environment.get("XDG_CONFIG_HOME");
        Path folder = config == null || config.isBlank()
                ? Path.of(environment.getOrDefault("HOME", "/root"), ".config")
                : Path.of(config);
        return folder.resolve("coppice/client.conf");
    }

    private Properties file() throws IOException {
        Properties all = new Properties();
        Path file = fileName();
        if (!Files.exists(file)) {
            return all;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        boolean open = mode.stream().anyMatch(p -> !p.name().startsWith("OWNER"));
        if (open) {
            throw new Unusable(file + " may be read by others: chmod 600 " + file);
        }
        try (var reader = Files.newBufferedReader(file)) {
            all.load(reader);
        }
        for (String name : all.stringPropertyNames()) {
            if (!OPTIONS.contains(name)) {
                throw new Unusable(file + " has the line '" + name + "', which means nothing; it may have "
                        + String.join(", ", OPTIONS));
            }
        }
        return all;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
    }
}
