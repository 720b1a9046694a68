package io.coppice.compute.machine;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** Which task started a guest, while that task is not over: a file each. */
record Marks(Function<Vmid, Path> file) {
    void put(Vmid vmid, String mark) throws IOException {
        Files.writeString(file.apply(vmid), mark);
    }

    boolean isOf(Vmid vmid, String mark) throws IOException {
        try {
            return Files.readString(file.apply(vmid)).equals(mark);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void remove(Vmid vmid) throws IOException {
        Files.deleteIfExists(file.apply(vmid));
    }
}
