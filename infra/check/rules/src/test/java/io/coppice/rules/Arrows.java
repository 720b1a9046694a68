package io.coppice.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who refers to whom between the packages of one module, as lines {@code power -> guest}. */
final class Arrows {
    /** Class names as they stand in descriptors, signatures and class entries alike. */
    private static final Pattern CLASS = Pattern.compile("io/coppice/((?:[a-z0-9_]+/)+)[A-Z]");

    private static final Pattern DRAWN = Pattern.compile("## Arrows\\s*\\n```\\n(.*?)```", Pattern.DOTALL);

    private Arrows() {}

    /** What the document draws; empty when it has no such block. */
    static Optional<Set<String>> drawn(String document) {
        Matcher m = DRAWN.matcher(document);
        return m.find()
                ? Optional.of(m.group(1).lines().filter(l -> !l.isBlank()).collect(Collectors.toSet()))
                : Optional.empty();
    }

    /** What the compiled classes below the folder refer to. */
    static Set<String> compiled(Path classes) {
        Set<String> arrows = new TreeSet<>();
        for (Path file : Project.compiledFiles(classes)) {
            ClassModel model = parse(file);
            String from = label(model.thisClass().asInternalName().replaceFirst("[^/]+$", ""));
            String module = module(model.thisClass().asInternalName());
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof Utf8Entry text) {
                    Matcher m = CLASS.matcher(text.stringValue());
                    while (m.find()) {
                        String to = "io/coppice/" + m.group(1);
                        if (module(to).equals(module) && !label(to).equals(from)) {
                            arrows.add(from + " -> " + label(to));
                        }
                    }
                }
            }
        }
        return arrows;
    }

    /** A way from a package back to itself, if there is one. */
    static Optional<String> cycle(Set<String> arrows) {
        for (String arrow : arrows) {
            String start = arrow.split(" -> ")[0];
            Deque<String> open = new ArrayDeque<>(Set.of(arrow.split(" -> ")[1]));
            Set<String> seen = new HashSet<>();
            while (!open.isEmpty()) {
                String at = open.pop();
                if (at.equals(start)) {
                    return Optional.of(start + " and " + arrow.split(" -> ")[1] + " need each other");
                }
                if (seen.add(at)) {
                    arrows.stream().filter(a -> a.startsWith(at + " -> ")).forEach(a -> open.push(a.split(" -> ")[1]));
                }
            }
        }
        return Optional.empty();
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String module(String internalName) {
        return internalName.split("/")[2];
    }

    /** {@code io/coppice/auth/login/} is login, {@code io/coppice/auth/} is auth, and deeper ones have dots. */
    private static String label(String folder) {
        String[] parts = folder.split("/");
        return parts.length == 3 ? parts[2] : String.join(".", Arrays.copyOfRange(parts, 3, parts.length));
    }
}
