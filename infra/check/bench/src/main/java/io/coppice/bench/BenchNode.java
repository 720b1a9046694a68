package io.coppice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node that is started with the product's own command, on a folder and a port of its own, and ended with it. */
final class BenchNode implements AutoCloseable {
    static final String USER = "admin@pve";
    static final String PASSWORD = "for-The-Bench-1";

    /** Clock ticks a second in /proc/PID/stat, which Linux shows as 100 on every architecture that we run on. */
    private static final double TICKS = 100;

    private final Path data;
    private final int port;
    private String token = "";

    BenchNode(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    /** {@code user@realm!name=secret} of an administrator's token. */
    String token() {
        return token;
    }

    Path certificate() {
        return data.resolve("gateway/tls.pem");
    }

    List<String> upCommand() throws IOException {
        Path password = data.resolveSibling(data.getFileName() + ".password");
        Files.writeString(password, PASSWORD);
        return List.of(
                "./coppice", "up", "--data", "" + data, "--port", "" + port, "--admin-password-file", "" + password);
    }

    /** A start that fails leaves nothing behind that runs. */
    BenchNode up() throws IOException, InterruptedException {
        try {
            Programs.run(upCommand());
            return this;
        } catch (IOException e) {
            down();
            throw e;
        }
    }

    void down() throws IOException, InterruptedException {
        Programs.run(List.of("./coppice", "down", "--data", "" + data));
    }

    Api login() throws IOException, InterruptedException {
        Api api = new Api(port, certificate());
        api.login(USER, PASSWORD);
        return api;
    }

    /** A client with an administrator's token. */
    Api api() throws IOException, InterruptedException {
        Api api = login();
        if (token.isEmpty()) {
            token = token(api, USER);
        }
        api.use(token);
        return api;
    }

    /** A new token of a user, whose rights it has. */
    static String token(Api api, String user) throws IOException, InterruptedException {
        String name = "bench" + System.nanoTime();
        JsonNode made = api.call("POST", "/access/users/" + user + "/token/" + name, Map.of("privsep", 0));
        return user + "!" + name + "=" + made.path("value").asText();
    }

    static String name() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().split("\\.", 2)[0];
    }

    /** Empty where it does not run. */
    List<Long> pids(String... processes) throws IOException {
        List<Long> pids = new ArrayList<>();
        for (String name : processes) {
            Path file = data.resolve("run").resolve(name + ".pid");
            if (Files.exists(file)) {
                pids.add(Long.parseLong(Files.readString(file).strip().split(" ")[0]));
            }
        }
        return pids;
    }

    /** What node and gateway have used so far, in milliseconds of one core. */
    double cpuMillis() throws IOException {
        double sum = 0;
        for (long pid : pids("node", "gateway")) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            sum += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS;
        }
        return sum;
    }

    /** Proportional share of the memory of processes, in MiB. */
    long pssMib(String... processes) throws IOException {
        long kib = 0;
        for (long pid : pids(processes)) {
            kib += Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(l -> l.startsWith("Pss:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .sum();
        }
        return kib >> 10;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        down();
    }
}
