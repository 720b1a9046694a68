package io.coppice.compute.console;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Tunnel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The consoles of this node. A service that starts anew knows of none: their connections ended with it. */
final class Consoles {
    /** The ports that clients may name. */
    private static final int FIRST = 5900;

    private static final int LAST = 5999;
    private static final int RANDOM_BYTES = 32;
    private final Map<Integer, Console> byPort = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Duration patience;

    /** @param patience how long a ticket waits for its user */
    Consoles(Duration patience) {
        this.patience = patience;
    }

    /** @throws Refused when a hundred are open */
    synchronized Console open(Vmid vmid, String user, Path socket, Tunnel.Dialect dialect) {
        for (int port = FIRST; port <= LAST; port++) {
            if (!byPort.containsKey(port)) {
                Console made = new Console(vmid, user, port, ticket(), socket, dialect);
                byPort.put(port, made);
                return made;
            }
        }
        throw Refused.conflict("unable to find free port (5900-5999): a hundred consoles are open; close one");
    }

    /** @throws Refused where the ticket does not fit */
    Console find(Vmid vmid, String user, int port, String ticket) {
        return Optional.ofNullable(byPort.get(port))
                .filter(c -> c.isFor(vmid, user, ticket))
                .orElseThrow(() -> new Refused(new Failure.Unauthenticated(
                        "permission denied - invalid ticket of a console; ask for a new one")));
    }

    /** Uses up the ticket. */
    Tunnel enter(Console console) {
        if (!console.taken().compareAndSet(false, true)) {
            throw Refused.conflict("this console was opened already; ask for another ticket");
        }
        console.opened().complete(null);
        return new Tunnel(console.socket(), console.dialect(), console.user() + ":" + console.ticket(), console.over());
    }

    /**
     * Waits until the console has ended, or nobody came for it.
     *
     * @return whether somebody came
     */
    boolean await(int port) throws InterruptedException {
        Console console = byPort.get(port);
        if (console == null) {
            return true;
        }
        try {
            console.opened().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            console.over().get();
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } finally {
            end(port);
        }
    }

    /** Closes it; nothing happens where there is none. */
    void end(int port) {
        Console console = byPort.remove(port);
        if (console != null) {
            console.taken().set(true);
            console.over().complete(null);
        }
    }

    private String ticket() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "PVEVNC:" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
