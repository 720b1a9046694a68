package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a feed tells as lines. */
final class FeedWriter implements Feed.Sink, AutoCloseable {
    private final OutputStream raw;
    private final BufferedOutputStream out;
    private String announced = "";

    FeedWriter(OutputStream raw) {
        this.raw = raw;
        this.out = new BufferedOutputStream(raw, 16 * 1024);
    }

    private void line(String... fields) throws IOException {
        out.write((String.join("\t", fields) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void at(EventCursor cursor, boolean expired) throws IOException {
        line("at", cursor.toString(), expired ? "1" : "0");
        out.flush();
    }

    /** What was told before is on its way by then. */
    @Override
    public void seen(String revision) throws IOException {
        announced = revision;
        line("seen", announced);
        out.flush();
    }

    @Override
    public void event(EventLine line) throws IOException {
        line("event", line.log(), Long.toString(line.position()), line.json());
    }

    @Override
    public void object(String json) throws IOException {
        line("object", json);
    }

    void end() throws IOException {
        line("end");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
