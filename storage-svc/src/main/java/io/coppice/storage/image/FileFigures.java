package io.coppice.storage.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What the file system tells of one file, by statx(2): Java's own attributes lack the blocks that it takes. A link is told
 * of itself.
 *
 * @param plain a regular file
 * @param bytes its length
 * @param usedBytes what it takes on the disk, holes left out
 * @param modifiedSeconds Unix time
 */
public record FileFigures(boolean plain, long bytes, long usedBytes, long modifiedSeconds) {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int BASIC = 0x7ff;
    private static final int LENGTH = 256;
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle STATX = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("statx"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS),
                    ERRNO);

    /** @throws NoSuchFileException if there is none */
    public static FileFigures of(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            MemorySegment answer = arena.allocate(LENGTH, 8);
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int result = (int) STATX.invokeExact(state, AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, BASIC, answer);
            if (result != 0) {
                int errno = (int) ERRNO_VALUE.get(state, 0L);
                throw errno == ENOENT || errno == ENOTDIR
                        ? new NoSuchFileException(file.toString())
                        : new FileSystemException(file.toString(), null, "statx failed, errno " + errno);
            }
            int mode = Short.toUnsignedInt(answer.get(ValueLayout.JAVA_SHORT, 28));
            return new FileFigures(
                    (mode & 0170000) == 0100000,
                    answer.get(ValueLayout.JAVA_LONG, 40),
                    answer.get(ValueLayout.JAVA_LONG, 48) * 512,
                    answer.get(ValueLayout.JAVA_LONG, 112));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
