package io.coppice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by {@code wrk} on kept connections, and what it tells. */
final class Wrk {
    private static final Pattern TIME = Pattern.compile("([0-9.]+)(us|ms|s|m)");

    /**
     * @param rate answers a second
     * @param failed answers that were not 2xx, and connections that broke
     */
    record Told(double rate, double p50Millis, double p99Millis, long answers, long failed) {
        String text() {
            return String.format(Locale.ROOT, "%.0f/s p50 %.2f p99 %.2f ms", rate, p50Millis, p99Millis);
        }
    }

    private Wrk() {}

    /** @param token empty for none */
    static Told run(String url, int connections, int seconds, String token) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s", "--latency"));
        if (!token.isEmpty()) {
            argv.addAll(List.of("-H", "Authorization: PVEAPIToken=" + token));
        }
        argv.add(url);
        return read(Programs.run(argv));
    }

    static Told read(String text) throws IOException {
        return new Told(
                Double.parseDouble(find(text, "Requests/sec:\\s*([0-9.]+)", "")),
                millis(find(text, "(?m)^\\s*50%\\s+(\\S+)", "")),
                millis(find(text, "(?m)^\\s*99%\\s+(\\S+)", "")),
                Long.parseLong(find(text, "(\\d+) requests in", "")),
                Long.parseLong(find(text, "Non-2xx or 3xx responses: (\\d+)", "0"))
                        + Long.parseLong(find(text, "Socket errors: connect (\\d+)", "0"))
                        + Long.parseLong(find(text, "Socket errors: .*read (\\d+)", "0")));
    }

    private static String find(String text, String pattern, String otherwise) throws IOException {
        Matcher m = Pattern.compile(pattern).matcher(text);
        if (m.find()) {
            return m.group(1);
        }
        if (otherwise.isEmpty()) {
            throw new IOException("wrk told something else than was expected: " + text);
        }
        return otherwise;
    }

    static double millis(String text) throws IOException {
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            throw new IOException("'" + text + "' is no time of wrk");
        }
        double number = Double.parseDouble(m.group(1));
        return switch (m.group(2)) {
            case "us" -> number / 1000;
            case "ms" -> number;
            case "s" -> number * 1000;
            default -> number * 60_000;
        };
    }
}
