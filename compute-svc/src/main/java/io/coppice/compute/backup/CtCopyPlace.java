package io.coppice.compute.backup;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a container's files lie for its backup: in the workplace, or in a folder that was asked for. That one is noted in the
 * workplace, as a link, before it is made: it is found and removed whatever happens.
 */
final class CtCopyPlace {
    private static final String NOTE = "elsewhere";

    private CtCopyPlace() {}

    private static String name(Vmid vmid) {
        return "vzdumptmp-" + vmid;
    }

    /**
     * An empty folder.
     *
     * @param asked the folder in which it is made
     * @throws Refused where that is none, or has something of that name already
     */
    static Path make(Path workplace, Vmid vmid, Optional<String> asked) throws IOException {
        if (asked.isEmpty()) {
            return Files.createDirectories(workplace.resolve("rootfs"));
        }
        Path in = Path.of(asked.get());
        if (!in.isAbsolute() || !Files.isDirectory(in)) {
            throw Refused.conflict("'" + in + "' is no folder of this node, in which a copy could be made ('tmpdir')");
        }
        Path place = in.resolve(name(vmid));
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.conflict("'" + place
                    + "' is there already, and none of this backup; remove it, or name another" + " folder ('tmpdir')");
        }
        Files.createSymbolicLink(workplace.resolve(NOTE), place);
        try {
            return Files.createDirectory(place);
        } catch (FileAlreadyExistsException e) {
            Files.delete(workplace.resolve(NOTE));
            throw e;
        }
    }

    /** What was made in a folder that was asked for. */
    static Optional<Path> elsewhere(Path workplace, Vmid vmid) throws IOException {
        Path note = workplace.resolve(NOTE);
        if (!Files.isSymbolicLink(note)) {
            return Optional.empty();
        }
        return Optional.of(Files.readSymbolicLink(note)).filter(p -> p.endsWith(name(vmid)));
    }
}
