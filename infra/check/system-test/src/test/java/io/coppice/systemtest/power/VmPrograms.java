package io.coppice.systemtest.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs that a machine has at /opt, on a disk that nobody writes: read there many times faster than through the view
 * of this machine's files. The Java run-time that runs now is /opt/jdk.
 */
public final class VmPrograms {
    public static final String JAVA_HOME = "/opt/jdk";

    private final Path folder;
    private final Path tree;

    public VmPrograms(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.tree = Files.createDirectories(folder.resolve("programs"));
        Path home = Path.of(System.getProperty("java.home"));
        for (String part : List.of("bin", "conf", "lib", "release")) {
            add(home.resolve(part), "jdk/" + part);
        }
        Files.deleteIfExists(tree.resolve("jdk/lib/src.zip"));
    }

    /** Copies a file or a folder, with its times and modes. */
    public void add(Path from, String to) throws IOException, InterruptedException {
        Path target = tree.resolve(to);
        Files.createDirectories(target.getParent());
        HostPrograms.run("cp", "-a", "--reflink=auto", "-T", from.toRealPath().toString(), target.toString());
    }

    /** Copies all entries of a class path and says it as the machine knows it. */
    public String addClassPath(String here) throws IOException, InterruptedException {
        List<String> there = new ArrayList<>();
        for (String entry : here.split(":")) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                String name = "classes/" + there.size() + "-" + from.getFileName();
                add(from, name);
                there.add("/opt/" + name);
            }
        }
        return String.join(":", there);
    }

    /** Makes the disk's file; the copies are gone then. */
    Path image() throws IOException, InterruptedException {
        Path image = folder.resolve("programs.ext4");
        if (!Files.exists(image)) {
            long bytes;
            long files;
            try (Stream<Path> all = Files.walk(tree)) {
                List<Path> listed = all.filter(Files::isRegularFile).toList();
                files = listed.size();
                bytes = 0;
                for (Path p : listed) {
                    bytes += Files.size(p);
                }
            }
            long mebibytes = (bytes >> 20) * 11 / 10 + 64;
            HostPrograms.run(
                    "mke2fs",
                    "-q",
                    "-t",
                    "ext4",
                    "-m",
                    "0",
                    "-N",
                    "" + (files * 2 + 1000),
                    "-d",
                    tree.toString(),
                    image.toString(),
                    mebibytes + "M");
            HostPrograms.run("rm", "-r", tree.toString());
        }
        return image;
    }
}
