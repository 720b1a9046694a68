package io.coppice.compute.cgroup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of its time a group's processes wait for what they lack: the kernel's "psi". Pure. */
public final class Pressure {
    private static final Pattern LINE = Pattern.compile("(?m)^(some|full) avg10=([0-9.]+)");

    private Pressure() {}

    /**
     * Percent of the last ten seconds: {@code pressurecpusome}, {@code pressureiofull}… Nothing on hosts that do not tell it
     * for groups.
     *
     * @param file the text of a file of the group, {@code cpu.pressure}
     */
    public static Map<String, Object> of(Function<String, Optional<String>> file) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String what : List.of("cpu", "io", "memory")) {
            Matcher m = LINE.matcher(file.apply(what + ".pressure").orElse(""));
            while (m.find()) {
                all.put("pressure" + what + m.group(1), Double.parseDouble(m.group(2)));
            }
        }
        return all;
    }
}
