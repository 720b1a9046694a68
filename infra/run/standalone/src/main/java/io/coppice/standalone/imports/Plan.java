package io.coppice.standalone.imports;

import io.coppice.contract.endpoint.Service;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AclEntry;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of an original would be written here. The same original and the same image make the same plan, but for how secrets are
 * sealed, and a plan that was carried out leaves nothing to do.
 *
 * @param items by path
 * @param remarks by file and line
 */
public record Plan(List<Item> items, List<Remark> remarks) {
    private static final Pattern GUEST = Pattern.compile("nodes/([^/]+)/(?:qemu-server|lxc)/(\\d+)\\.conf");
    private static final String GRANTS = Users.FILE + ":acl:";
    private static final String PASSWORD = Secrets.PASSWORDS + ":";
    private static final String ROOT = Users.FILE + ":user:root@pam";

    /** What becomes of a document. */
    public enum Fate {
        /** There is none of its path. */
        NEW,
        /** What is here makes room for it, as was asked for. */
        REPLACED,
        /** Grants come beside those that are here. */
        MERGED,
        SAME,
        /** What is here stays, as was asked for. */
        KEPT,
        CONFLICT
    }

    /**
     * A document of the original.
     *
     * @param text that will be here
     * @param was what is here
     * @param why it is in conflict
     */
    public record Item(String path, Fate fate, String text, Optional<Document> was, String why) {
        boolean writes() {
            return fate == Fate.NEW || fate == Fate.REPLACED || fate == Fate.MERGED;
        }
    }

    /** Paths for which somebody decided what holds where both differ. */
    public record Choices(Set<String> keep, Set<String> replace) {
        public Choices {
            keep = Set.copyOf(keep);
            replace = Set.copyOf(replace);
        }

        boolean keeps(String path) {
            return keep.contains(path) || owner(path).filter(keep::contains).isPresent();
        }

        boolean replaces(String path) {
            return replace.contains(path)
                    || owner(path).filter(replace::contains).isPresent();
        }

        /** Whose secret it is: what is decided of them is decided of it. */
        private static Optional<String> owner(String path) {
            return path.startsWith(PASSWORD)
                    ? Optional.of(Users.FILE + ":user:" + path.substring(PASSWORD.length()))
                    : StoredSecrets.owner(path);
        }
    }

    public Plan {
        items = List.copyOf(items);
        remarks = List.copyOf(remarks);
    }

    /**
     * @param image has to have what {@link #looksAt}
     * @param sealer seals what is to be read again
     * @throws IOException when something that access hangs on cannot be read, or a choice is about nothing
     */
    public static Plan of(Original original, NodeNames nodes, Choices choices, Image image, Sealer sealer)
            throws IOException {
        Gathered all = Gathering.of(original, nodes);
        Set<String> idle = new TreeSet<>(choices.keep());
        idle.addAll(choices.replace());
        idle.removeAll(all.documents().keySet());
        idle.removeAll(all.secrets().keySet());
        if (!idle.isEmpty()) {
            throw new IOException("the original has nothing at " + String.join(", ", idle) + " that comes along");
        }
        List<Item> items = new ArrayList<>();
        all.documents().forEach((path, text) -> items.add(item(path, text, nodes, choices, image)));
        all.secrets().forEach((path, clear) -> items.add(secret(path, clear, choices, image.find(path), sealer)));
        items.sort(Comparator.comparing(Item::path));
        return new Plan(items, all.remarks());
    }

    /** Whether an import has to see what lies here at a path: everything but keys and what tasks keep for themselves. */
    public static boolean looksAt(String path) {
        return !path.startsWith("priv/") || path.startsWith(PASSWORD) || StoredSecrets.isHere(path);
    }

    /** Sealed anew each time, so that it is compared by what is in it. */
    private static Item secret(String path, String clear, Choices choices, Optional<Document> was, Sealer sealer) {
        if (choices.keeps(path)) {
            return new Item(path, Fate.KEPT, "", was, "");
        }
        if (was.flatMap(d -> opened(d, sealer)).filter(clear::equals).isPresent()) {
            return new Item(path, Fate.SAME, "", was, "");
        }
        String sealed = sealer.seal(clear.getBytes(StandardCharsets.UTF_8));
        if (was.isPresent() && !choices.replaces(path)) {
            return differs(path, sealed, was);
        }
        return new Item(path, was.isEmpty() ? Fate.NEW : Fate.REPLACED, sealed, was, "");
    }

    private static Optional<String> opened(Document sealed, Sealer sealer) {
        try {
            return Optional.of(new String(sealer.open(sealed.text()), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Item item(String path, String text, NodeNames nodes, Choices choices, Image image) {
        Optional<Document> was = image.find(path);
        if (choices.keeps(path) || was.isPresent() && path.equals(ROOT)) {
            return new Item(path, Fate.KEPT, text, was, "");
        }
        if (was.isEmpty()) {
            Optional<String> obstacle = obstacle(path, nodes, image);
            return new Item(path, obstacle.isEmpty() ? Fate.NEW : Fate.CONFLICT, text, was, obstacle.orElse(""));
        }
        if (was.get().text().equals(text)) {
            return new Item(path, Fate.SAME, text, was, "");
        }
        if (choices.replaces(path)) {
            return new Item(path, Fate.REPLACED, text, was, "");
        }
        return path.startsWith(GRANTS) ? merged(path, text, was.get()) : differs(path, text, was);
    }

    private static Item differs(String path, String text, Optional<Document> was) {
        return new Item(
                path,
                Fate.CONFLICT,
                text,
                was,
                "another one is here: '--keep " + path + "' leaves it, '--replace " + path
                        + "' puts the original's in its place");
    }

    /** What keeps a guest from its place, though nothing lies there. */
    private static Optional<String> obstacle(String path, NodeNames nodes, Image image) {
        Matcher m = GUEST.matcher(path);
        if (!m.matches()) {
            return Optional.empty();
        }
        int vmid = Integer.parseInt(m.group(2));
        if (!nodes.isHere(m.group(1))) {
            return Optional.of("there is no node " + m.group(1) + " here: '--node " + m.group(1)
                    + "=NAME' says which one takes its place");
        }
        Optional<Document> other = image.guest(vmid);
        if (other.isPresent()) {
            return Optional.of("the number is taken by " + other.get().path() + ": '--keep " + path
                    + "' leaves the original's guest out");
        }
        return image.reservation(vmid).filter(r -> !r.rests()).map(r -> "the number is reserved for " + r.owner());
    }

    private static Item merged(String path, String text, Document was) {
        List<AclEntry> here = entries(was.text());
        List<AclEntry> all = new ArrayList<>(here);
        for (AclEntry e : entries(text)) {
            boolean other = here.stream()
                    .anyMatch(h -> h.subject().equals(e.subject())
                            && h.roleid().equals(e.roleid())
                            && h.propagate() != e.propagate());
            if (other) {
                return differs(path, text, Optional.of(was));
            }
            if (!here.contains(e)) {
                all.add(e);
            }
        }
        return all.size() == here.size()
                ? new Item(path, Fate.SAME, was.text(), Optional.of(was), "")
                : new Item(
                        path,
                        Fate.MERGED,
                        all.stream().map(AclEntry::line).collect(Collectors.joining()),
                        Optional.of(was),
                        "");
    }

    /** Grants to tokens are read only where their tokens are. */
    private static List<AclEntry> entries(String text) {
        List<String> sections = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(":", -1);
            String who = fields.length > 3 ? fields[3] : "";
            if (who.contains("!")) {
                sections.add("user:" + who.substring(0, who.indexOf('!')) + ":1:0::::::");
                sections.add("token:" + who + ":0:0::");
            }
            sections.add(line);
        }
        return AccessConfig.parse(sections).acl();
    }

    public List<Item> conflicts() {
        return items.stream().filter(i -> i.fate() == Fate.CONFLICT).toList();
    }

    /** What is written. */
    public List<Item> writes() {
        return items.stream().filter(Item::writes).toList();
    }

    /**
     * The one change that it is, under all that it was made from.
     *
     * @throws IllegalStateException with a conflict, or with nothing to write
     */
    public Change change(String actor) {
        if (!conflicts().isEmpty() || writes().isEmpty()) {
            throw new IllegalStateException("nothing is to be written");
        }
        Change.Builder change = Change.by(Service.NODE, actor);
        for (Item i : writes()) {
            i.was().ifPresentOrElse(change::unchanged, () -> change.absent(i.path()));
            change.write(new Change.Write.Import(i.path(), i.text().getBytes(StandardCharsets.UTF_8)));
        }
        return change.build();
    }
}
