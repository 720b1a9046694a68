package io.coppice.contract.metrics;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Everything that a metric server's section may say, of whatever kind it is; the same when it is made and changed. */
public final class ServerOptions {
    /** What stands under {@code priv/}, sealed, and is never told. */
    public static final String TOKEN = "token";

    private static final List<Parameter> ALL = new ArrayList<>();

    private ServerOptions() {}

    static {
        option("server", "Its name or address.", string().format("address"));
        // one more than there are, as clients know it; the service refuses that one
        option("port", "Its port.", integer(1, 65_536));
        option("disable", "Nothing is sent.", bool().optional());
        option(
                "mtu",
                "The largest packet, in bytes, for UDP.",
                integer(512, 65_536).otherwise("1500"));
        option(
                "timeout",
                "How long to wait for it, in seconds, for TCP and HTTP.",
                integer().min(0).otherwise("1"));
        graphite();
        influx();
        openTelemetry();
    }

    private static void graphite() {
        option(
                "path",
                "What all paths begin with.",
                string().format("graphite-path").optional());
        option("proto", "How it is reached.", oneOfTexts("udp", "tcp").optional());
    }

    private static void influx() {
        option(
                "influxdbproto",
                "How it is reached.",
                oneOfTexts("udp", "http", "https").otherwise("udp"));
        option("api-path-prefix", "What stands before the API's paths.", string().optional());
        option("bucket", "The bucket, or the database.", string().optional());
        option("organization", "The organization.", string().optional());
        option(
                "max-body-size",
                "The largest request, in bytes.",
                integer().min(1).otherwise("25000000"));
        option("verify-certificate", "Believe only certificates that hold.", bool().otherwise("1"));
        ALL.add(new Parameter(
                TOKEN,
                string().optional().says("What it knows its clients by; kept sealed and never shown."),
                false,
                false,
                true));
    }

    private static void openTelemetry() {
        option(
                "otel-compression",
                "How requests are packed.",
                oneOfTexts("none", "gzip").otherwise("gzip"));
        option(
                "otel-headers",
                "More headers, in base64.",
                string().maxLength(1024).optional());
        option(
                "otel-max-body-size",
                "The largest request, in bytes.",
                integer().min(1024).otherwise("10000000"));
        option("otel-path", "The path of the API.", string().otherwise("/v1/metrics"));
        option(
                "otel-protocol",
                "How it is reached.",
                oneOfTexts("http", "https").otherwise("https"));
        option(
                "otel-resource-attributes",
                "What is said of where figures come from, in base64.",
                string().maxLength(1024).optional());
        option(
                "otel-timeout",
                "How long to wait for it, in seconds.",
                integer(1, 10).otherwise("5"));
        option("otel-verify-ssl", "Believe only certificates that hold.", bool().otherwise("1"));
    }

    private static void option(String name, String says, Schema schema) {
        ALL.add(new Parameter(name, schema.says(says), false, false, false));
    }

    public static List<Parameter> all() {
        return List.copyOf(ALL);
    }
}
