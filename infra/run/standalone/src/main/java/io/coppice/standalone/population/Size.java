package io.coppice.standalone.population;

import io.coppice.contract.word.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How large a simulated cluster is.
 *
 * @param nodes 1 to 100
 * @param guests in all, 0 to 50,000
 * @param seed what all that is random follows from
 */
public record Size(int nodes, int guests, long seed) {
    private static final int MOST_NODES = 100;
    private static final int MOST_GUESTS = 50_000;
    private static final List<String> KNOWN = List.of("nodes", "guests", "seed");

    public Size {
        within("nodes", nodes, 1, MOST_NODES);
        within("guests", guests, 0, MOST_GUESTS);
    }

    /**
     * @param text {@code nodes=3,guests=60,seed=1}, all of which may be left out
     * @throws IllegalArgumentException with a text for the user
     */
    public static Size parse(String text) {
        Map<String, Integer> given = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (!KNOWN.contains(pair[0])) {
                throw new IllegalArgumentException("--simulate does not know '" + pair[0] + "'; it takes "
                        + "nodes=N,guests=M,seed=S, each with a number");
            }
            if (pair.length < 2 || !pair[1].matches("\\d{1,9}")) {
                throw new IllegalArgumentException("--simulate: " + pair[0] + " takes a whole number, not '"
                        + (pair.length < 2 ? "" : pair[1]) + "', as in " + pair[0] + "=3");
            }
            if (given.put(pair[0], Integer.parseInt(pair[1])) != null) {
                throw new IllegalArgumentException("--simulate names " + pair[0] + " twice");
            }
        }
        return new Size(
                given.getOrDefault("nodes", 3), given.getOrDefault("guests", 60), given.getOrDefault("seed", 1));
    }

    private static void within(String name, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "--simulate: " + name + " takes a number from " + least + " to " + most + ", not " + number);
        }
    }

    /** {@code pve1} and on. */
    public List<NodeName> names() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(i -> new NodeName("pve" + i))
                .toList();
    }
}
