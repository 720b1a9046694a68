package io.coppice.node.live;

import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the loopback address on which live state is shared to all users of this host but root, by a table of nft(8) of
 * its own: the members speak without TLS, and a name alone guards them. Nobody else reaches it, and whoever else listens there
 * reaches nobody: no answer of his gets out.
 */
public final class LoopbackRule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackRule.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Commands commands;
    private final String host;
    private final int port;

    /** @param host {@code 127.0.1.n}, this node's alone */
    public LoopbackRule(Commands commands, String host, int port) {
        this.commands = commands;
        this.host = host;
        this.port = port;
    }

    private String table() {
        return "inet coppice_live_" + host.substring(host.lastIndexOf('.') + 1);
    }

    /** In one transaction; what a former process left is replaced. Where it cannot be, the log says so. */
    public void set() {
        String table = table();
        String script = "add table " + table + "; flush table " + table + "; add chain " + table
                + " output { type filter hook output priority 0 ; }; add rule " + table + " output ip daddr " + host
                + " tcp dport " + port + " meta skuid != 0 reject with tcp reset; add rule " + table
                + " output ip saddr " + host + " tcp sport " + port + " meta skuid != 0 drop";
        try {
            Commands.Ended ended = commands.run(List.of("nft", script), LIMIT);
            if (!ended.ok()) {
                open(ended.err().strip());
            }
        } catch (IOException e) {
            open(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(String why) {
        LOG.warn(
                "{} port {} is open to all users of this host, who may try to guess the name of the live state's"
                        + " members, since nft sets no rule: {}",
                host,
                port,
                why);
    }

    @Override
    public void close() {
        try {
            commands.run(List.of("nft", "delete table " + table()), LIMIT);
        } catch (IOException e) {
            LOG.debug("the table of {} stays: {}", host, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
