package io.coppice.servicekit.meter;

import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.Routes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process' metrics: its JVM, and every call that it handled. */
public final class Meters implements Dispatcher.Heard {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** @param process {@code gateway}, {@code node}, {@code compute}…: the label of all that is counted here */
    public Meters(String process) {
        registry.config().commonTags("process", process);
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    @Override
    public void handled(Endpoint<?, ?> endpoint, @Nullable Failure failure, long nanos) {
        Timer.builder("coppice.calls")
                .description("Calls that were handled, by how they ended")
                .tag("service", endpoint.service().label())
                .tag("endpoint", endpoint.toString())
                .tag("ended", failure == null ? "well" : failure.getClass().getSimpleName())
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Counts what a service does beyond calls.
     *
     * @param label with few values, which an administrator chose
     */
    public void count(String name, String says, String label, String value, long more) {
        Counter.builder(name)
                .description(says)
                .tag(label, value)
                .register(registry)
                .increment(more);
    }

    /** All of it in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    /**
     * How a service of this process answers the node's question.
     *
     * @param counts whether it brings the process' metrics; one of its services does
     * @param lacks what it still waits for; empty once it has started
     */
    public Routes seen(Service service, boolean counts, Supplier<Optional<String>> lacks) {
        return new Routes().serve(HealthApi.seen(service), (caller, in) -> {
            Optional<String> why = lacks.get();
            return new HealthApi.Seen(why.isEmpty(), why.orElse(""), counts ? text() : "");
        });
    }
}
