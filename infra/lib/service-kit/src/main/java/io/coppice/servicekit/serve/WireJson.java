package io.coppice.servicekit.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.coppice.contract.endpoint.Document;
import io.coppice.contract.word.Vmid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers as clients know them: booleans are 0 and 1, what is absent is left out, words are texts and VM IDs numbers,
 * records are objects with their components' wire names.
 */
public final class WireJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private WireJson() {}

    /** The value alone. */
    public static byte[] bytes(@Nullable Object value) {
        if (value instanceof RenderedList list) {
            return list.bytes();
        }
        if (value instanceof RenderedMap map) {
            return map.bytes();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String s -> json.writeString(s);
            case Boolean b -> json.writeNumber(b ? 1 : 0);
            case Integer n -> json.writeNumber(n);
            case Long n -> json.writeNumber(n);
            case Double n -> writeDouble(json, n);
            case BigDecimal n -> json.writeNumber(n);
            case BigInteger n -> json.writeNumber(n);
            case Vmid v -> json.writeNumber(v.number());
            case Optional<?> o -> write(json, o.orElse(null));
            case Map<?, ?> m -> writeMap(json, m);
            case Iterable<?> all -> {
                json.writeStartArray();
                for (Object one : all) {
                    write(json, one);
                }
                json.writeEndArray();
            }
            case Enum<?> e -> json.writeString(WireFields.text(e));
            case Document d -> json.writeRawValue(d.json());
            case Record r when WireFields.isWord(r) -> json.writeString(r.toString());
            case Record r -> writeRecord(json, r);
            default -> json.writeString(value.toString());
        }
    }

    private static void writeDouble(JsonGenerator json, double n) throws IOException {
        if (Double.isNaN(n) || Double.isInfinite(n)) {
            json.writeNull();
        } else if (n == Math.rint(n) && Math.abs(n) < 1e15) {
            json.writeNumber((long) n);
        } else {
            json.writeNumber(n);
        }
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (e.getValue() != null && e.getValue() != Optional.empty()) {
                json.writeFieldName(String.valueOf(e.getKey()));
                write(json, e.getValue());
            }
        }
        json.writeEndObject();
    }

    private static void writeRecord(JsonGenerator json, Record record) throws IOException {
        json.writeStartObject();
        if (WireFields.kind(record) == WireFields.Kind.ALTERNATIVE) {
            json.writeStringField(WireReader.KIND, record.getClass().getSimpleName());
        }
        for (WireFields.Field f : WireFields.of(record.getClass())) {
            Object value = f.of(record);
            if (value != null && value != Optional.empty()) {
                json.writeFieldName(f.name());
                write(json, value);
            }
        }
        json.writeEndObject();
    }
}
