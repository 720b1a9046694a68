package io.coppice.standalone.imports;

import io.coppice.documents.section.SectionFile.Section;
import java.util.Set;
import java.util.TreeSet;

/** {@code domains.cfg}. */
final class Realms {
    static final String FILE = "domains.cfg";
    private static final Set<String> SERVED = Set.of("pam", "pve");
    private static final Set<String> KNOWN = Set.of("pam", "pve", "ldap", "ad", "openid");
    private static final Set<String> SECRET = Set.of("password", "client-key");

    private Realms() {}

    /** @return the realms that ask their users for a second factor, whether they come along or not */
    static Set<String> gather(Original original, Gathered into) {
        Set<String> asking = new TreeSet<>();
        ListFile file = ListFile.read(original, FILE, into);
        for (Section section : file.sections()) {
            if (section.property("tfa").isPresent()) {
                asking.add(section.id());
                file.remark(
                        section,
                        "tfa",
                        "realm '" + section.id()
                                + "' asks for a second factor, and this version asks for none: its users,"
                                + " but root@pam, come along switched off");
            }
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
            if (!SERVED.contains(section.type())) {
                file.remark(
                        section,
                        "realm '" + section.id() + "' comes along, but nobody of a realm of type '" + section.type()
                                + "' can log in to this version");
            }
            into.put(FILE + ":" + section.id(), kept.text());
        }
        return asking;
    }
}
