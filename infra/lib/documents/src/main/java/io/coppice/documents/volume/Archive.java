package io.coppice.documents.volume;

import io.coppice.contract.word.Malformed;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backup's file name, taken apart.
 *
 * @param type {@code qemu}, {@code lxc} or {@code openvz}
 * @param format {@code vma} or {@code tar}
 * @param compression {@code zst}, {@code gz}, {@code lzo}, {@code bz2}
 * @param decompressor the program and its arguments; for tar archives tar itself
 * @param made whose and when; only names as backups are given them say so
 */
public record Archive(
        String filename,
        String type,
        String format,
        Optional<String> compression,
        List<String> decompressor,
        Optional<Made> made) {
    /** @param seconds Unix time of the backup */
    public record Made(String vmid, long seconds, String stem) {
        public String logFilename() {
            return stem + ".log";
        }
    }

    private static final Pattern NAME = Pattern.compile("vzdump-(lxc|openvz|qemu)-.+" + Suffixes.BACKUP);
    private static final Pattern STANDARD = Pattern.compile("(vzdump-(?:lxc|openvz|qemu)-([1-9]\\d{2,8})"
            + "-(\\d{4})_(\\d{2})_(\\d{2})-(\\d{2})_(\\d{2})_(\\d{2}))\\.(.+)");

    public Archive {
        decompressor = List.copyOf(decompressor);
    }

    /**
     * @param path of the file or volume, of which the last part counts
     * @param zone in which the name's time is local
     * @throws Malformed if it is no backup
     */
    public static Archive parse(String path, ZoneId zone) {
        String filename = path.substring(path.lastIndexOf('/') + 1);
        Matcher m = NAME.matcher(filename);
        if (!m.matches()) {
            throw new Malformed("ERROR: couldn't determine archive info from '" + path + "'");
        }
        String suffix = m.group(2).equals("tgz") ? "tar.gz" : m.group(2);
        String format = suffix.substring(0, 3);
        Optional<String> compression = suffix.length() > 3 ? Optional.of(suffix.substring(4)) : Optional.empty();
        return new Archive(
                filename,
                m.group(1),
                format,
                compression,
                compression.map(c -> decompressor(format, c)).orElse(List.of()),
                made(filename, m.group(2), zone));
    }

    /** Beside a backup of a standard name: what was said of it. */
    public String notesFilename() {
        return filename + ".notes";
    }

    private static List<String> decompressor(String format, String compression) {
        if (format.equals("tar")) {
            return List.of(
                    "tar",
                    switch (compression) {
                        case "gz" -> "-z";
                        case "lzo" -> "--lzop";
                        case "zst" -> "--zstd";
                        default -> "--bzip2";
                    });
        }
        return switch (compression) {
            case "gz" -> List.of("zcat");
            case "lzo" -> List.of("lzop", "-d", "-c");
            case "zst" -> List.of("zstd", "-q", "-d", "-c");
            default -> List.of("bzcat", "-q");
        };
    }

    private static Optional<Made> made(String filename, String suffix, ZoneId zone) {
        Matcher m = STANDARD.matcher(filename);
        if (!m.matches() || !m.group(9).equals(suffix)) {
            return Optional.empty();
        }
        int[] n = new int[6];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(m.group(3 + i));
        }
        try {
            long seconds = LocalDateTime.of(n[0], n[1], n[2], n[3], n[4], n[5])
                    .atZone(zone)
                    .toEpochSecond();
            return Optional.of(new Made(m.group(2), seconds, m.group(1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
