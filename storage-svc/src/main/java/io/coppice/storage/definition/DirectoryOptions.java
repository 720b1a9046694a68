package io.coppice.storage.definition;

import io.coppice.contract.failure.Refused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What options of a directory must be like beyond their formats, since some are wrong only together. */
final class DirectoryOptions {
    private static final List<String> FORMATS = List.of("raw", "qcow2", "vmdk");
    private static final List<String> SWITCHES = List.of("yes", "no", "on", "off", "true", "false", "0", "1");

    private DirectoryOptions() {}

    /** @throws Refused naming the option */
    static void check(Map<String, String> options) {
        path(options.getOrDefault("path", ""));
        List<String> content = words(options.getOrDefault("content", ""));
        if (content.contains("none") && content.size() > 1) {
            throw Refused.badParameter("content", "'none' cannot be combined with other content");
        }
        String format = options.getOrDefault("format", "raw");
        if (!FORMATS.contains(format)) {
            throw Refused.badParameter(
                    "format", "directories make images of the formats " + String.join(", ", FORMATS));
        }
        String mount = options.getOrDefault("is_mountpoint", "no");
        if (!SWITCHES.contains(mount) && !isPath(mount)) {
            throw Refused.badParameter("is_mountpoint", "give yes, no, or the absolute path of the mount point");
        }
        folders(words(options.getOrDefault("content-dirs", "")));
    }

    private static void path(String path) {
        if (!isPath(path)) {
            throw Refused.badParameter("path", "invalid format - give an absolute path without '..', and not the root");
        }
    }

    private static boolean isPath(String path) {
        return path.startsWith("/")
                && path.chars().noneMatch(Character::isISOControl)
                && !path.equals("/")
                && Path.of(path).normalize().toString().equals(path);
    }

    /** Two contents in one folder would take each other's files for their own. */
    private static void folders(List<String> pairs) {
        Map<String, String> byFolder = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String folder = Path.of(pair.substring(equals + 1)).normalize().toString();
            String before = byFolder.put(folder, pair.substring(0, Math.max(equals, 0)));
            if (before != null) {
                throw Refused.badParameter(
                        "content-dirs", "'" + folder + "' is given for '" + before + "' already; give each its own");
            }
        }
    }

    private static List<String> words(String list) {
        return List.of(list.split("[,;\\s]+")).stream()
                .filter(w -> !w.isEmpty())
                .toList();
    }
}
