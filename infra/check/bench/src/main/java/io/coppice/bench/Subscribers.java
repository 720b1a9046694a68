package io.coppice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Readers of a node's server-sent events, each on a connection of its own, which keep when the event of change {@code bench-N} came. */
final class Subscribers implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern MARK = Pattern.compile("bench-(\\d+)");

    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Returns when all are open.
     *
     * @throws IOException if one of them is refused
     */
    Subscribers(BenchNode node, int number, String query) throws Exception {
        SSLSocketFactory tls = Api.trusting(node.certificate()).getSocketFactory();
        Semaphore atOnce = new Semaphore(AT_ONCE);
        List<Future<Reader>> opening = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            opening.add(threads.submit(() -> {
                atOnce.acquire();
                try {
                    return new Reader((SSLSocket) tls.createSocket("127.0.0.1", node.port()), query, node.token());
                } finally {
                    atOnce.release();
                }
            }));
        }
        for (Future<Reader> one : opening) {
            Reader reader = one.get();
            readers.add(reader);
            threads.execute(reader::follow);
        }
    }

    /** Waits until each has the event of this change, and with it all before. */
    void await(int change, Duration most) throws IOException, InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (lacking(change) > 0) {
            if (System.nanoTime() > until) {
                throw new IOException(lacking(change) + " of " + readers.size() + " subscribers lack change " + change);
            }
            Thread.sleep(20);
        }
    }

    private long lacking(int change) {
        return readers.stream().filter(r -> !r.arrivals.containsKey(change)).count();
    }

    /** Of each reader, when which change's event came, as {@link System#nanoTime} counts. */
    List<Map<Integer, Long>> arrivals() {
        return readers.stream().map(r -> r.arrivals).toList();
    }

    @Override
    public void close() throws IOException {
        for (Reader reader : readers) {
            reader.socket.close();
        }
        threads.close();
    }

    private static final class Reader {
        private final SSLSocket socket;
        private final InputStream in;
        private final Map<Integer, Long> arrivals = new ConcurrentHashMap<>();

        Reader(SSLSocket socket, String query, String token) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = "GET /api2/json/coppice/events" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: text/event-stream\r\nAuthorization: PVEAPIToken=" + token + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            this.in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("retry:") < 0) {
                int c = in.read();
                if (c < 0 || answer.length() > 4096) {
                    throw new IOException("no stream was opened: " + answer);
                }
                answer.append((char) c);
            }
        }

        /** An event of the platform's own has data and no name. */
        void follow() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                boolean named = false;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ") && !named) {
                        came(line, System.nanoTime());
                    }
                    named = line.startsWith("event: ") || named && !line.isEmpty();
                }
            } catch (IOException closed) {
                // what it lacks is seen by who waits for it
            }
        }

        /** It tells of the change before as well: what was. */
        private void came(String data, long nanos) {
            MARK.matcher(data)
                    .results()
                    .mapToInt(m -> Integer.parseInt(m.group(1)))
                    .max()
                    .ifPresent(change -> arrivals.putIfAbsent(change, nanos));
        }
    }
}
