package io.coppice.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.endpoint.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways in which a client writes down what it gives, also those that its header denies. */
enum FuzzBody {
    FORM("application/x-www-form-urlencoded"),
    JSON("application/json"),
    MULTIPART("multipart/form-data; boundary=b"),
    FORM_AS_JSON("application/json"),
    JSON_AS_FORM(""),
    MULTIPART_AS_FORM(""),
    FORM_AS_MULTIPART("multipart/form-data; boundary=b");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> FILES =
            List.of("a.iso", "../../a.iso", "", "a", "ä€😀.iso", ".iso", "a.iso/..", "x".repeat(5_000) + ".iso");

    private final String type;

    FuzzBody(String type) {
        this.type = type;
    }

    /** The value of a key that comes twice. */
    record Twice(Object first, Object second) {}

    /** Mostly what the endpoint expects, since other bodies get no further than the gateway. */
    static FuzzBody pick(Endpoint<?, ?> e, Random random) {
        if (random.nextInt(6) == 0) {
            return values()[random.nextInt(values().length)];
        }
        return e.body() == Endpoint.Body.UPLOAD ? MULTIPART : random.nextBoolean() ? FORM : JSON;
    }

    String headers() {
        return type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
    }

    /** Whether values keep their types. */
    boolean isTyped() {
        return this == JSON;
    }

    String write(Map<String, Object> given, Random random) {
        return switch (this) {
            case FORM, FORM_AS_JSON, FORM_AS_MULTIPART -> form(given);
            case JSON, JSON_AS_FORM -> json(given);
            case MULTIPART, MULTIPART_AS_FORM -> multipart(given, random);
        };
    }

    static String form(Map<String, Object> given) {
        return pairs(given, (name, value) -> encode(name) + "=" + encode(String.valueOf(value)))
                .collect(Collectors.joining("&"));
    }

    private static String json(Map<String, Object> given) {
        return pairs(given, (name, value) -> written(name) + ":" + written(value))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String multipart(Map<String, Object> given, Random random) {
        String fields = pairs(
                        given,
                        (name, value) -> "--b\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"\r\n\r\n"
                                + value + "\r\n")
                .collect(Collectors.joining());
        String file = random.nextInt(8) == 0
                ? ""
                : "--b\r\nContent-Disposition: form-data; name=\"filename\"; filename=\""
                        + quoted(FILES.get(random.nextInt(FILES.size()))) + "\"\r\n\r\nbytes\r\n";
        return random.nextBoolean() ? fields + file + "--b--\r\n" : file + fields + "--b--\r\n";
    }

    private interface Pair {
        String write(String name, Object value);
    }

    private static Stream<String> pairs(Map<String, Object> given, Pair pair) {
        return given.entrySet().stream()
                .flatMap(e -> e.getValue() instanceof Twice t
                        ? Stream.of(pair.write(e.getKey(), t.first()), pair.write(e.getKey(), t.second()))
                        : Stream.of(pair.write(e.getKey(), e.getValue())));
    }

    private static String written(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
