package io.coppice.documents.interfaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mode of an OVS bond stands among its options (ovs-vswitchd.conf.db(5): bond_mode, lacp); the API has it apart. */
final class OvsBonds {
    private static final String MODE = "bond_mode=";
    private static final String LACP = "lacp=active";

    private OvsBonds() {}

    /** Takes the mode out of the options. */
    static void read(Map<String, String> values) {
        List<String> rest = new ArrayList<>();
        String mode = "";
        boolean lacp = false;
        for (String word : values.getOrDefault("ovs_options", "").split("\\s+")) {
            if (word.startsWith(MODE)) {
                mode = word.substring(MODE.length());
            } else if (word.equals(LACP)) {
                lacp = true;
            } else if (!word.isEmpty()) {
                rest.add(word);
            }
        }
        if (lacp && mode.isEmpty()) {
            rest.addFirst(LACP);
        } else if (!mode.isEmpty()) {
            values.put("bond_mode", lacp ? "lacp-" + mode : mode);
        }
        values.remove("ovs_options");
        if (!rest.isEmpty()) {
            values.put("ovs_options", String.join(" ", rest));
        }
    }

    /** All options, with the mode among them. */
    static Optional<String> options(Map<String, String> values) {
        List<String> all = new ArrayList<>();
        String mode = values.getOrDefault("bond_mode", "");
        if (mode.startsWith("lacp-")) {
            all.add(LACP);
            mode = mode.substring("lacp-".length());
        }
        if (!mode.isEmpty()) {
            all.add(MODE + mode);
        }
        String rest = values.getOrDefault("ovs_options", "");
        if (!rest.isBlank()) {
            all.add(rest);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", all));
    }
}
