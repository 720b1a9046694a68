package io.coppice.metrics.send;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.metrics.ServerKind;
import io.coppice.metrics.server.Definition;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** How each kind of server is reached and spoken to. */
public final class Sinks implements AutoCloseable {
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("metrics-timeouts").factory());

    /**
     * Whether a server can be sent to, as far as its protocol tells.
     *
     * @throws Refused naming what is wrong
     */
    public void require(Definition definition) {
        if (definition.kind() == ServerKind.OPENTELEMETRY) {
            throw new Refused(new Failure.NotImplemented(
                    "POST", "/cluster/metrics/server/" + definition.id() + " with type=opentelemetry"));
        }
        try (Sink sink = sink(definition)) {
            sink.probe();
        } catch (IOException e) {
            throw Refused.badParameter(
                    "server",
                    "it cannot be reached at " + definition.host() + " port " + definition.port() + ": "
                            + (e.getMessage() == null ? e : e.getMessage())
                            + "; define it with disable=1 to send to it later");
        } catch (IllegalArgumentException e) {
            throw Refused.badParameter("api-path-prefix", "invalid format - it makes no URL: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.conflict("interrupted while the metric server was asked");
        }
    }

    Sink sink(Definition d) {
        return switch (d.kind()) {
            case GRAPHITE ->
                d.text("proto", "udp").equals("tcp") ? new TcpSink(d.host(), d.port(), d.timeout(), later) : udp(d);
            case INFLUXDB -> d.text("influxdbproto", "udp").equals("udp") ? udp(d) : new HttpSink(d);
            case OPENTELEMETRY ->
                throw new IllegalArgumentException(
                        "nothing is sent to " + d.kind().label());
        };
    }

    private static Sink udp(Definition d) {
        return new UdpSink(d.host(), d.port(), d.number("mtu", 1500));
    }

    static Encoding encoding(Definition d) {
        return d.kind() == ServerKind.GRAPHITE ? new GraphitePaths(d.text("path", "proxmox")) : new LineProtocol();
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
