package io.coppice.backup.run;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where archives go. What is not whole bears no archive's name. */
public interface Shelf {
    /**
     * An archive.
     *
     * @param name of the file
     * @param mark of the task that makes it
     */
    record Entry(String name, String mark) {}

    /** What is said of an archive. */
    record Label(Optional<String> notes, boolean isProtected, String log) {}

    /** An empty file to write it to. @throws Refused where there is an archive of this name */
    Path begin(Entry entry) throws IOException, StoreUnavailable;

    /** Names it; nothing happens where it has its name. @return what it is known by */
    String finish(Entry entry, Label label) throws IOException, StoreUnavailable;

    /** Removes what has no name yet. */
    void discard(Entry entry) throws IOException, StoreUnavailable;

    /** Whether it has its name. */
    boolean holds(Entry entry) throws IOException, StoreUnavailable;

    /** Where one lies that has its name. */
    Path place(Entry entry) throws IOException, StoreUnavailable;

    /** What went and what stays of a guest's backups. */
    record Pruned(List<String> removed, List<String> kept) {}

    Pruned prune(Vmid vmid, String type, String keep, String mark) throws IOException, StoreUnavailable;
}
