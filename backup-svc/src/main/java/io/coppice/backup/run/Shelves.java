package io.coppice.backup.run;

/** Finds where a task's archives go. */
@FunctionalInterface
public interface Shelves {
    /**
     * @param storage empty for none
     * @param dumpdir absolute, where there is no storage
     */
    Shelf of(String storage, String dumpdir);
}
