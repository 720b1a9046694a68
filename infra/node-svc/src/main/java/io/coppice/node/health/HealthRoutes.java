package io.coppice.node.health;

import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.api.node.HealthApi.Health;
import io.coppice.contract.api.node.HealthApi.Seen;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.meter.Exposition;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Download;
import io.coppice.servicekit.serve.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** /coppice/health and /coppice/metrics */
public final class HealthRoutes {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Calls calls;
    private final Caller itself;
    private final GatewayMetrics gateway;
    private final Path folder;

    /** @param folder where the text lies that is sent, this process' own */
    public HealthRoutes(Calls calls, Caller itself, GatewayMetrics gateway, Path folder) {
        this.calls = calls;
        this.itself = itself;
        this.gateway = gateway;
        this.folder = folder;
    }

    public Routes routes() {
        return new Routes()
                .serve(HealthApi.HEALTH, (caller, in) -> health())
                .serve(HealthApi.METRICS, (caller, in) -> metrics());
    }

    private List<Health> health() {
        List<Health> all = new ArrayList<>();
        for (Service service : HealthApi.SERVICES) {
            try {
                Seen seen = seen(service);
                all.add(new Health(service.label(), true, seen.ready(), seen.why()));
            } catch (Refused r) {
                all.add(new Health(service.label(), false, false, r.failure().text()));
            }
        }
        boolean isThere = gateway.text().isPresent();
        all.add(new Health(
                Service.GATEWAY.label(), isThere, isThere, isThere ? "" : "it has not been heard of for a while"));
        return all;
    }

    private Download metrics() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Service service : HealthApi.SERVICES) {
            try {
                texts.add(seen(service).metrics());
            } catch (Refused r) {
                continue;
            }
        }
        gateway.text().ifPresent(texts::add);
        Path fresh = Files.createTempFile(folder, "metrics", ".tmp");
        Files.writeString(fresh, Exposition.merged(texts));
        Path file = folder.resolve("metrics.prom");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Download("metrics.prom", TYPE, file);
    }

    private Seen seen(Service service) {
        Seen seen = calls.call(HealthApi.seen(service), new HealthApi.None(), itself);
        if (seen == null) {
            throw Refused.conflict("it answered nothing");
        }
        return seen;
    }
}
