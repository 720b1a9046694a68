package io.coppice.compute.probe;

import io.coppice.compute.qemu.Launch.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on disk: accelerator, host, reason, a line each.
 *
 * @param host what the verdict holds for, such as the kernel's release; another host is tried anew
 */
record Memory(Path file, String host) {
    /** Empty where there is none for this host, or it cannot be read: it is only a memory. */
    Optional<Verdict> recall() {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 3 || !lines.get(1).equals(host)) {
                return Optional.empty();
            }
            return Optional.of(new Verdict(Accelerator.valueOf(lines.get(0)), lines.get(2)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whole or not at all. */
    void keep(Verdict verdict) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                fresh, List.of(verdict.accelerator().name(), host, verdict.why().replaceAll("\\R", " ")));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
