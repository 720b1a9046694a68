package io.coppice.servicekit.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void calls_are_counted_by_endpoint_and_end_beside_the_jvm() {
        Meters meters = new Meters("node");
        meters.handled(ClusterApi.STATUS, null, 2_000_000);
        meters.handled(ClusterApi.STATUS, null, 2_000_000);
        meters.handled(ClusterApi.STATUS, new Failure.Conflict("x"), 1_000_000);
        String text = meters.text();
        assertEquals(2.0, sample(text, "coppice_calls_seconds_count", "ended=\"well\""));
        assertEquals(0.004, sample(text, "coppice_calls_seconds_sum", "ended=\"well\""), 1e-9);
        assertEquals(1.0, sample(text, "coppice_calls_seconds_count", "ended=\"Conflict\""));
        assertTrue(text.contains("endpoint=\"GET /cluster/status\""), text);
        assertTrue(sample(text, "jvm_memory_used_bytes", "area=\"heap\"") > 0);
    }

    private static double sample(String text, String name, String label) {
        String line = text.lines()
                .filter(l -> l.startsWith(name + "{") && l.contains(label))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void texts_of_two_processes_have_each_metric_once() {
        String a = "# HELP x An x\n# TYPE x gauge\nx{process=\"a\"} 1\n# TYPE y counter\ny_total 2\n";
        String b = "stray 1\n# HELP x An x\n# TYPE x gauge\nx{process=\"b\"} 3\n";
        assertEquals(
                "# HELP x An x\n# TYPE x gauge\nx{process=\"a\"} 1\nx{process=\"b\"} 3\n# TYPE y counter\ny_total 2\n",
                Exposition.merged(List.of(a, b)));
    }
}
