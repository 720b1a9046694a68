package io.coppice.store.view;

import io.coppice.store.Document;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Puts files together from the documents that are their sections. Pure. */
public final class ListFiles {
    /** Files of one line an item; in all others a blank line stands between sections. */
    private static final Set<String> OF_LINES = Set.of("user.cfg", "token.cfg", "priv/token.cfg", "priv/shadow.cfg");

    /** The order in which the original writes user.cfg: what is referred to stands before who refers to it. */
    private static final List<String> USER_KINDS = List.of("user", "token", "group", "pool", "role", "acl");

    private ListFiles() {}

    /**
     * The text of a file.
     *
     * @param file {@code storage.cfg}
     * @param sections its documents, in the order of their paths; or the one document that is the file
     */
    public static String render(String file, List<Document> sections) {
        if (sections.size() == 1 && sections.getFirst().path().equals(file)) {
            return sections.getFirst().text();
        }
        List<Document> ordered = sections;
        if (file.equals("user.cfg")) {
            ordered = sections.stream()
                    .sorted(Comparator.comparingInt(ListFiles::kind))
                    .toList();
        }
        StringBuilder text = new StringBuilder();
        for (Document d : ordered) {
            if (!OF_LINES.contains(file) && !text.isEmpty()) {
                text.append('\n');
            }
            text.append(d.text());
            if (!d.text().endsWith("\n")) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static int kind(Document d) {
        String[] parts = d.path().split(":", 3);
        int at = USER_KINDS.indexOf(parts.length > 1 ? parts[1] : "");
        return at < 0 ? USER_KINDS.size() : at;
    }
}
