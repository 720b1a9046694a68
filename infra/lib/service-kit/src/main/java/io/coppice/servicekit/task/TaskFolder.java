package io.coppice.servicekit.task;

import io.coppice.contract.word.Upid;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * All tasks of a node, one folder each, shared by the processes of its services. A folder's name follows from the numbers
 * of the UPID alone, so that no text from outside ever names a file.
 */
public final class TaskFolder {
    static final String SHAPE = "[0-9A-F]{8}-[0-9A-F]{8}-[0-9A-F]{8}";
    private final Path root;

    /** @throws IOException if the folder is not there and cannot be made */
    public TaskFolder(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    /** Finds a UPID that no task has yet, and makes its folder. */
    Upid claim(LongFunction<Upid> byProcessStart, long firstTry) throws IOException {
        for (long serial = firstTry; ; serial++) {
            Upid upid = byProcessStart.apply(serial & 0xFFFFFFFFL);
            try {
                Files.createDirectory(
                        pathOf(upid),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return upid;
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    TaskFiles files(Upid upid) {
        return new TaskFiles(pathOf(upid));
    }

    /** Empty where this node never had the task, or has it no more. */
    Optional<TaskFiles> find(Upid upid) throws IOException {
        TaskFiles files = files(upid);
        Optional<Accepted> task = files.accepted();
        return task.isPresent() && task.get().upid().equals(upid) ? Optional.of(files) : Optional.empty();
    }

    /** Newest first. */
    List<TaskFiles> all() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            List<TaskFiles> all = new ArrayList<>();
            folders.filter(p -> p.getFileName().toString().matches(SHAPE))
                    .sorted(Comparator.reverseOrder())
                    .forEach(p -> all.add(new TaskFiles(p)));
            return all;
        }
    }

    private Path pathOf(Upid upid) {
        return root.resolve(TaskContext.serial(upid));
    }
}
