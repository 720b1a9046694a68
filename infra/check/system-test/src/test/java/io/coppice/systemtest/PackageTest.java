package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, made of what is built, in a throw-away layer over this machine. */
class PackageTest {
    private static final Path TREE = RunningNode.projectRoot();

    /** How the proof says that it cannot be tried here. */
    private static final int SKIPPED = 77;

    @TempDir
    Path folder;

    private Programs.Ended run(String program, String... arguments) throws Exception {
        String[] argv = new String[arguments.length + 1];
        argv[0] = TREE.resolve(program).toString();
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        return Programs.run(folder, Map.of("JAVA_HOME", System.getProperty("java.home"), "SHORT", "yes"), 540, argv);
    }

    @Test
    void a_guest_runs_on_through_install_upgrade_remove_and_purge() throws Exception {
        assumeTrue(Programs.has("dpkg-deb") && Programs.has("python3"), "there is no dpkg-deb, or no python3");
        assumeTrue("root".equals(System.getProperty("user.name")), "packages are installed by root");
        Programs.Ended build = run("infra/run/deb/build", TREE.toString(), folder.toString());
        assertEquals(0, build.exit(), build.output());
        String made = build.output().strip().lines().toList().getLast();

        Programs.Ended proof = run("infra/run/deb/prove", made);
        assumeTrue(proof.exit() != SKIPPED, proof.output());
        assertEquals(0, proof.exit(), proof.output());
        for (String step :
                List.of("installed over itself", "up again", "upgraded", "up after the upgrade", "removed", "purged")) {
            assertTrue(proof.output().contains("\n" + step + ": "), proof.output());
        }
    }
}
