package io.coppice.compute.create;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies on volumes, and what is mounted by whom. */
public final class FakeMaker implements CtMaker {
    private final Set<String> mounted = new TreeSet<>(Set.of("another task"));
    private final Map<String, String> contents = new TreeMap<>();

    @Override
    public void format(VolumeId volume, boolean unprivileged) {
        contents.put(volume.toString(), "");
    }

    @Override
    public String fill(Ct ct, Wish wish, String mark, Progress progress) {
        put(ct, wish.template() + " " + wish.password(), mark);
        return "debian";
    }

    @Override
    public void pour(Ct ct, Backup backup, String mark, Progress progress) {
        put(ct, backup.archive(), mark);
    }

    private void put(Ct ct, String content, String mark) {
        mounted.add(mark);
        ct.mounts().forEach(m -> contents.put(m.source(), content));
        mounted.remove(mark);
    }

    @Override
    public void abandon(String mark) {
        mounted.remove(mark);
    }

    public Set<String> picture() {
        return Set.copyOf(mounted);
    }

    public Map<String, String> contents() {
        return Map.copyOf(contents);
    }
}
