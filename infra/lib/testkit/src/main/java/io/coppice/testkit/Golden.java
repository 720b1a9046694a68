package io.coppice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that a person has read and found right, below {@code src/test/golden} of the module under test. With
 * {@code -Dgolden.write=true} they are written anew, to be read as a diff.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/golden");

    private Golden() {}

    /** Fails where the file's text is another. */
    public static void assertGolden(String file, String actual) {
        Path path = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertEquals(Files.exists(path) ? Files.readString(path) : "", actual, path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One argument a line, so that a person can compare two command lines. */
    public static String lines(Iterable<String> arguments) {
        return String.join("\n", arguments) + "\n";
    }
}
