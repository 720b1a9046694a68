package io.coppice.compute.backup;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** In a folder of the node. */
record FolderFiles(Path folder) implements KeptFiles {
    @Override
    public void with(Vmid vmid, String option, long bytes, Opens opens) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Refused.conflict("'" + folder
                    + "' is no folder of this node, in which could be kept what guests overwrite ('tmpdir')");
        }
        Path file = folder.resolve(vmid + ".backup." + option);
        Files.deleteIfExists(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
            opens.open(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
