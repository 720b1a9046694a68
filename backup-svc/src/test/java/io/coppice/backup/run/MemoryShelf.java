package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Archives that have names as a map; those that have none are files of a folder. */
final class MemoryShelf implements Shelf {
    private final Path folder;
    private final Map<String, Optional<String>> archives = new TreeMap<>();
    private final Set<String> parts = new TreeSet<>();

    MemoryShelf(Path folder) throws UncheckedFailure {
        try {
            this.folder = Files.createTempDirectory(folder, "shelf");
        } catch (IOException e) {
            throw new UncheckedFailure(e);
        }
    }

    /** The test's own folder cannot be written. */
    static final class UncheckedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncheckedFailure(IOException cause) {
            super(cause);
        }
    }

    MemoryShelf with(String archive) {
        archives.put(archive, Optional.empty());
        return this;
    }

    Object picture() {
        return List.of(Map.copyOf(archives), Set.copyOf(parts));
    }

    Path file(Entry entry) {
        return folder.resolve(entry.name());
    }

    @Override
    public Path begin(Entry entry) throws IOException {
        if (archives.containsKey(entry.name())) {
            throw Refused.conflict("there is an archive already");
        }
        parts.add(entry.name());
        Files.deleteIfExists(file(entry));
        return Files.createFile(file(entry));
    }

    @Override
    public String finish(Entry entry, Label label) {
        if (parts.remove(entry.name())) {
            archives.put(entry.name(), label.notes());
        } else if (!archives.containsKey(entry.name())) {
            throw Refused.notFound("the archive is gone");
        }
        return "local:backup/" + entry.name();
    }

    @Override
    public void discard(Entry entry) {
        parts.remove(entry.name());
    }

    @Override
    public boolean holds(Entry entry) {
        return archives.containsKey(entry.name());
    }

    @Override
    public Path place(Entry entry) {
        return file(entry);
    }

    @Override
    public Pruned prune(Vmid vmid, String type, String keep, String mark) {
        List<String> gone = archives.keySet().stream()
                .filter(a -> a.contains("-" + vmid + "-"))
                .sorted()
                .toList();
        List<String> removed = gone.subList(0, Math.max(0, gone.size() - 1));
        archives.keySet().removeAll(List.copyOf(removed));
        return new Pruned(removed, List.copyOf(archives.keySet()));
    }
}
