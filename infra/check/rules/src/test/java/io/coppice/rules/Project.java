package io.coppice.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tree that the rules are about. */
final class Project {
    static final Path ROOT = root();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final List<String> FOREIGN = List.of("target", ".git", "node_modules", ".idea");

    private Project() {}

    /** A module, by its folder below the root. */
    record Module(String path) {
        Path folder() {
            return ROOT.resolve(path);
        }

        Path classes() {
            return folder().resolve("target/classes");
        }

        List<Path> mainSources() {
            return files(folder().resolve("src/main/java"), ".java");
        }
    }

    static List<Module> modules() {
        return MODULE.matcher(text(ROOT.resolve("pom.xml")))
                .results()
                .map(m -> new Module(m.group(1)))
                .toList();
    }

    /** Every file that is ours with this end of its name; what is built or fetched is left out. */
    static List<Path> files(Path below, String end) {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(p -> p.toString().endsWith(end) && Files.isRegularFile(p))
                    .filter(p -> FOREIGN.stream()
                            .noneMatch(f -> ROOT.relativize(p).startsWith(f)
                                    || ROOT.relativize(p).toString().contains("/" + f + "/")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the compiler made below a module's folder of classes. */
    static List<Path> compiledFiles(Path classes) {
        if (!Files.isDirectory(classes)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(classes)) {
            return all.filter(p -> p.toString().endsWith(".class"))
                    .filter(p -> !p.endsWith("package-info.class") && !p.endsWith("module-info.class"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("coppice")) || !Files.exists(at.resolve("pom.xml"))) {
            at = at.getParent();
        }
        return at;
    }
}
