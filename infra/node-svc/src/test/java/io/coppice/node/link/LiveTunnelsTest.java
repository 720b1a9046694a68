package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.documents.member.ClusterMember;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class LiveTunnelsTest {
    private static final int MILLIS = 1_000;
    private final List<String> closedToOthers = new CopyOnWriteArrayList<>();
    private LinkedNode one;
    private LinkedNode two;
    private ClusterMember peer;
    private int port;

    @BeforeEach
    void two(@TempDir Path folder) throws Exception {
        one = new LinkedNode("pve1", folder.resolve("1"));
        two = new LinkedNode("pve2", folder.resolve("2"));
        peer = numbered(202);
        try (ServerSocket free = new ServerSocket(0, 1, address(peer))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private ClusterMember numbered(int number) throws Exception {
        ClusterMember member = two.peer();
        return new ClusterMember(
                member.node(), number, member.member(), member.host(), member.port(), member.fingerprint());
    }

    private static InetAddress address(ClusterMember member) throws IOException {
        return InetAddress.getByName(LiveTunnels.address(member));
    }

    private LiveTunnels tunnels() throws Exception {
        one.roster.set(List.of(one.peer(), peer));
        two.roster.set(List.of(one.peer(), peer));
        Eventually.that("the link is up", () -> one.reaches(two));
        return new LiveTunnels(one.vertx, one.name, one.links, one.roster, port, closedToOthers::add);
    }

    /** Whether what is sent there comes back, as the other node's part of live state does it here. */
    private boolean leadsToTheOther(ClusterMember member) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(member), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(7);
            return socket.getInputStream().read() == 7;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isFree(ClusterMember member) {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(address(member), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void longerThanItWaits() {
        LockSupport.parkNanos(Duration.ofMillis(2 * LiveEntry.AGAIN_MILLIS).toNanos());
    }

    @Test
    void an_address_that_was_taken_is_listened_at_as_soon_as_it_is_free() throws Exception {
        ServerSocket taken = new ServerSocket(port, 1, address(peer));
        try (LiveTunnels tunnels = tunnels()) {
            longerThanItWaits();
            assertFalse(leadsToTheOther(peer));
            taken.close();
            Eventually.that("the tunnel leads to the other node", () -> leadsToTheOther(peer));
            assertEquals(List.of(LiveTunnels.address(peer)), closedToOthers, "once, however often it tries");
        }
        Eventually.that("it is closed", () -> isFree(peer));
    }

    @Test
    void nobody_listens_for_a_peer_that_went_while_its_address_was_taken() throws Exception {
        ServerSocket taken = new ServerSocket(port, 1, address(peer));
        try (LiveTunnels tunnels = tunnels()) {
            Eventually.that("it has begun", () -> !closedToOthers.isEmpty());
            one.roster.set(List.of(one.peer()));
            taken.close();
            longerThanItWaits();
            assertTrue(isFree(peer));
        }
    }

    @Test
    void a_peer_that_comes_back_with_another_number_has_another_address() throws Exception {
        ClusterMember again = numbered(203);
        try (LiveTunnels tunnels = tunnels()) {
            Eventually.that("the tunnel leads to the other node", () -> leadsToTheOther(peer));
            one.roster.set(List.of(one.peer(), again));
            Eventually.that("the tunnel is at the new address", () -> leadsToTheOther(again));
            Eventually.that("the old one is free", () -> isFree(peer));
        }
    }
}
