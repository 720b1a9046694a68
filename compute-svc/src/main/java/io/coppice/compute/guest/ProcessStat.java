package io.coppice.compute.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel tells of a process in {@code /proc/PID/stat} (proc(5)).
 *
 * @param living false for one that has ended and only waits to be collected
 * @param cpuTicks what it has used of processors, in hundredths of a second
 * @param startTicks when it started, in hundredths of a second since boot; with its number it names one process for ever
 * @param residentPages of 4 KiB
 */
public record ProcessStat(boolean living, long cpuTicks, long startTicks, long residentPages) {
    private static final int FIELDS = 22;

    /** Empty where there is no such process. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // the name comes first, and may hold blanks and brackets
            String[] rest = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return rest.length < FIELDS
                    ? Optional.empty()
                    : Optional.of(new ProcessStat(
                            !rest[0].equals("Z") && !rest[0].equals("X"),
                            Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
                            Long.parseLong(rest[19]),
                            Long.parseLong(rest[21])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
