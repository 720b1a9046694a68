package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call between processes: a JSON object built anew from what was parsed, never a copied header. */
public final class Envelope {
    /** Endpoints that services alone call, which the gateway could not be trusted with. */
    private static final String INTERNAL = " /coppice/internal/";

    private Envelope() {}

    static byte[] bytes(Dispatcher.Call call) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("endpoint", call.endpoint());
        json.put("parameters", call.parameters());
        json.put("client", call.client());
        switch (call.credential()) {
            case Credential.None n -> {}
            case Credential.Ticket t -> json.put("ticket", t.text());
            case Credential.ApiToken t -> json.put("token", t.text());
            case Credential.Vouched v -> json.put("vouched", v.name());
        }
        if (call.attached() instanceof Upload upload) {
            json.put("uploadName", upload.name());
            json.put("uploadFile", upload.file().toString());
        }
        return WireJson.bytes(json);
    }

    /**
     * The same call with its upload where it lies on this host.
     *
     * @param call as {@link CallHeaders#CALL} brought it
     * @throws RuntimeException when that is no call
     */
    public static byte[] withUpload(String call, Path file) {
        Map<String, Object> json = WireReader.object(TunnelServer.bytes(call));
        json.put("uploadFile", file.toString());
        return WireJson.bytes(json);
    }

    /**
     * @param trusted whether a caller may be named without proof
     * @throws Refused where it is one that services alone may make, and came by the way of others
     */
    static Dispatcher.Call read(byte[] bytes, boolean trusted) {
        Map<String, Object> json = WireReader.object(bytes);
        String endpoint = String.valueOf(json.getOrDefault("endpoint", ""));
        if (!trusted && endpoint.contains(INTERNAL)) {
            throw new Refused(new Failure.NotImplemented("POST", "/call"));
        }
        Credential credential = new Credential.None();
        if (json.get("ticket") instanceof String t) {
            credential = new Credential.Ticket(t);
        } else if (json.get("token") instanceof String t) {
            credential = new Credential.ApiToken(t);
        } else if (trusted && json.get("vouched") instanceof String v) {
            credential = new Credential.Vouched(v);
        }
        Upload upload = json.get("uploadFile") instanceof String f
                ? new Upload(String.valueOf(json.getOrDefault("uploadName", "")), Path.of(f))
                : null;
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (json.get("parameters") instanceof Map<?, ?> m) {
            m.forEach((k, v) -> parameters.put(String.valueOf(k), v));
        }
        return new Dispatcher.Call(
                endpoint, parameters, credential, String.valueOf(json.getOrDefault("client", "")), upload);
    }
}
