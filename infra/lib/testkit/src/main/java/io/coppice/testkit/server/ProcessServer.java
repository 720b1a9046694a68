package io.coppice.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A child of this process, which says its words into a file of its folder. */
final class ProcessServer implements Server {
    static final int LAST_WORDS = 4_000;
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final Path log;

    private ProcessServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Server start(ServerPlan plan) throws IOException {
        Path log = plan.folder().resolve(plan.name() + ".log");
        Process process = new ProcessBuilder(plan.asProcess())
                .directory(plan.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ProcessServer(process, log);
    }

    @Override
    public boolean lives() {
        return process.isAlive();
    }

    @Override
    public String lastWords() {
        try {
            String all = Files.readString(log);
            return all.substring(Math.max(0, all.length() - LAST_WORDS));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public void end() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String which() {
        return "process " + process.pid();
    }
}
