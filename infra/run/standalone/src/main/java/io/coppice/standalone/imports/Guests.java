package io.coppice.standalone.imports;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Configurations of guests. */
final class Guests {
    private static final Pattern FILE = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/([1-9]\\d{2,8})\\.conf");

    private Guests() {}

    static boolean isOne(String file) {
        return FILE.matcher(file).matches();
    }

    static void gather(Original original, NodeNames nodes, Gathered into) {
        original.texts().forEach((file, text) -> {
            Matcher m = FILE.matcher(file);
            if (m.matches()) {
                String path = "nodes/" + nodes.of(m.group(1)) + "/" + m.group(2) + "/" + m.group(3) + ".conf";
                into.put(path, config(file, m.group(2), Vmid.parse(m.group(3)), text, into));
            }
        });
    }

    private static String config(String file, String folder, Vmid vmid, String text, Gathered into) {
        GuestKind kind = Arrays.stream(GuestKind.values())
                .filter(k -> k.folder().equals(folder))
                .findFirst()
                .orElseThrow();
        GuestConfig.Parsed parsed = GuestConfig.parse(vmid, text, kind.schemas());
        String intro = "vm " + vmid + " - ";
        for (int i = 0; i < parsed.warnings().size(); i++) {
            String warning = parsed.warnings().get(i);
            into.remark(
                    file,
                    parsed.lines().get(i),
                    (warning.startsWith(intro) ? warning.substring(intro.length()) : warning) + "; left out");
        }
        GuestConfig config = parsed.config();
        if (config.current().option("lock").isPresent()) {
            String lock = config.current().option("lock").get();
            into.remark(file, lockLine(text), "the lock '" + lock + "' is of a task of the original; left out");
            config = config.current(config.current().without("lock"));
        }
        return config.text();
    }

    private static int lockLine(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("lock:")) {
                return i + 1;
            }
        }
        return 0;
    }
}
