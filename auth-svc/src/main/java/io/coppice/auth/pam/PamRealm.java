package io.coppice.auth.pam;

import io.coppice.auth.login.Realm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The realm {@code pam}: the host's own users. Each question goes to a helper process of its own, three at a time, and
 * is given up after thirty seconds; a wrong password takes two seconds, which PAM's own delay sees to.
 */
public final class PamRealm implements Realm {
    private static final Logger LOG = LoggerFactory.getLogger(PamRealm.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int AT_ONCE = 3;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final List<String> helper;
    private final String service;

    /**
     * @param helper what starts the helper
     * @param service the file under /etc/pam.d that decides
     */
    public PamRealm(List<String> helper, String service) {
        this.helper = List.copyOf(helper);
        this.service = service;
    }

    /** The helper as another JVM with this one's class path; PAM service {@code coppice} where it is set up, else {@code login}. */
    public static PamRealm ofThisJvm() {
        return new PamRealm(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PamHelper.class.getName()),
                Files.exists(Path.of("/etc/pam.d/coppice")) ? "coppice" : "login");
    }

    @Override
    public boolean verify(UserId user, String password) {
        boolean mine = false;
        try {
            mine = free.tryAcquire(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return mine && ask(user.name(), password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | UncheckedIOException e) {
            LOG.error("the PAM helper could not be asked about {}", user, e);
            return false;
        } finally {
            if (mine) {
                free.release();
            }
        }
    }

    private boolean ask(String user, String password) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(helper)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (DataOutputStream out = new DataOutputStream(process.getOutputStream());
                DataInputStream in = new DataInputStream(process.getInputStream())) {
            out.writeUTF(service);
            out.writeUTF(user);
            out.writeUTF(password);
            out.close();
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("no answer within " + LONGEST.toSeconds() + " s");
            }
            int answer = in.read();
            if (process.exitValue() != 0 || answer < 0) {
                throw new IOException("the helper ended with " + process.exitValue());
            }
            return answer == 1;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void change(UserId user, String password, String actor) {
        throw Refused.conflict("the password of '" + user + "' is the host's; change it there with passwd");
    }
}
