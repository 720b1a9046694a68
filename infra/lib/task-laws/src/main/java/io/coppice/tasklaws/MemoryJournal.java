package io.coppice.tasklaws;

import io.coppice.servicekit.task.Entry;
import io.coppice.servicekit.task.Journal;
import java.util.ArrayList;
import java.util.List;

/** Outlives the crash that it causes after a given write. */
final class MemoryJournal implements Journal {
    private final List<String> lines = new ArrayList<>();
    private int crashAfter = Integer.MAX_VALUE;

    void crashAfter(int writes) {
        crashAfter = writes;
    }

    @Override
    public List<Entry> entries() {
        return lines.stream().map(Entry::parse).toList();
    }

    /** A crash loses what was only noted. */
    @Override
    public void note(Entry entry) {
        if (lines.size() + 1 == crashAfter) {
            crashAfter = Integer.MAX_VALUE;
            throw new Crash();
        }
        lines.add(entry.line());
    }

    @Override
    public void write(Entry entry) {
        lines.add(entry.line());
        if (lines.size() == crashAfter) {
            throw new Crash();
        }
    }
}
