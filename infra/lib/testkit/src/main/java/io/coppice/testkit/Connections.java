package io.coppice.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;

/** Waits for what becomes of connections. */
public final class Connections {
    private Connections() {}

    /**
     * Returns at a connection's end, and only then; what comes before it is passed over.
     *
     * @throws AssertionError when it is interrupted, as a test is whose time is over
     */
    public static void awaitEnd(SocketChannel connection) {
        ByteBuffer some = ByteBuffer.allocate(1 << 12);
        try (connection) {
            while (connection.read(some) >= 0) {
                some.clear();
            }
        } catch (ClosedByInterruptException e) {
            throw new AssertionError("the connection is open still", e);
        } catch (IOException reset) {
            // an end as well
        }
    }
}
