package io.coppice.standalone.imports;

import io.coppice.documents.section.SectionFile.Section;
import java.util.Set;

/** {@code domains.cfg}. */
final class Realms {
    static final String FILE = "domains.cfg";
    private static final Set<String> SERVED = Set.of("pam", "pve");
    private static final Set<String> KNOWN = Set.of("pam", "pve", "ldap", "ad", "openid");
    private static final Set<String> SECRET = Set.of("password", "client-key");

    private Realms() {}

    static void gather(Original original, Gathered into) {
        ListFile file = ListFile.read(original, FILE, into);
        for (Section section : file.sections()) {
            if (!KNOWN.contains(section.type())) {
                file.remark(
                        section,
                        "realm '" + section.id() + "' is of an unknown type, '" + section.type() + "'; left out");
                continue;
            }
            Section kept = section;
            for (String property : SECRET) {
                if (section.property(property).isPresent()) {
                    file.remark(section, property, "the secret '" + property + "' is not taken along");
                    kept = kept.without(property);
                }
            }
            if (section.property("tfa").isPresent()) {
                file.remark(section, "tfa", "this version asks for no second factor, whatever the realm says");
            }
            if (!SERVED.contains(section.type())) {
                file.remark(
                        section,
                        "realm '" + section.id() + "' comes along, but nobody of a realm of type '" + section.type()
                                + "' can log in to this version");
            }
            into.put(FILE + ":" + section.id(), kept.text());
        }
    }
}
