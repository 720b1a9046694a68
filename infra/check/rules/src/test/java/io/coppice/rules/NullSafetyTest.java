package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NullAway stops the build: a wrong file is compiled with the very arguments of the root pom. */
class NullSafetyTest {
    private static final Pattern ARGUMENT = Pattern.compile("<arg>([^<]+)</arg>");

    @TempDir
    Path folder;

    @Test
    void null_where_a_value_is_promised_does_not_compile() throws Exception {
        Ended ended = compile("@org.jspecify.annotations.NullMarked package io.coppice.wrong;", "return null;");
        assertNotEquals(0, ended.exit());
        assertTrue(ended.output().contains("error: [NullAway] returning @Nullable expression"), ended::output);
    }

    @Test
    void the_same_file_with_a_value_compiles() throws Exception {
        Ended ended = compile("@org.jspecify.annotations.NullMarked package io.coppice.wrong;", "return \"\";");
        assertEquals("", ended.output());
        assertEquals(0, ended.exit());
    }

    private record Ended(int exit, String output) {}

    private Ended compile(String packageInfo, String body) throws Exception {
        Path info = Files.writeString(folder.resolve("package-info.java"), packageInfo);
        Path source = Files.writeString(
                folder.resolve("Wrong.java"),
                "package io.coppice.wrong; class Wrong { String promised() { " + body + " } }");
        List<String> argv = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString()));
        Project.text(Project.ROOT.resolve(".mvn/jvm.config"))
                .lines()
                .filter(l -> l.startsWith("--add-"))
                .flatMap(l -> Stream.of("-J" + l.replace(' ', '=')))
                .forEach(argv::add);
        argv.addAll(arguments());
        String path = System.getProperty("java.class.path");
        argv.addAll(List.of(
                "-processorpath", path, "-cp", path, "-d", folder.toString(), info.toString(), source.toString()));
        Path log = folder.resolve("log");
        int exit = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        return new Ended(exit, Files.readString(log));
    }

    /** Those of the main code's compilation, with the analysis that the pom names. */
    private static List<String> arguments() {
        String pom = Project.text(Project.ROOT.resolve("pom.xml"));
        String main = pom.substring(pom.indexOf("default-compile"), pom.indexOf("default-testCompile"));
        String analysis = pom.substring(pom.indexOf("<analysis>") + 10, pom.indexOf("</analysis>"));
        return ARGUMENT.matcher(main)
                .results()
                .map(m -> m.group(1).replace("${analysis}", analysis))
                .toList();
    }
}
