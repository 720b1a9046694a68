package io.coppice.metrics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.metrics.FiguresApi.Figure;
import io.coppice.metrics.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusTest {
    @Test
    void every_metric_has_one_heading_and_all_its_samples_below_it() {
        String text =
                Prometheus.text(List.of(Seen.node(), Seen.vm(100, "web \"1\""), Seen.vm(101, "b"), Seen.storage()));
        assertTrue(text.contains("pve_up{id=\"qemu/100\"} 1\n"), text);
        assertTrue(text.contains("pve_cpu_usage_ratio{id=\"qemu/100\"} 0.25\n"), text);
        assertTrue(text.contains("pve_disk_usage_bytes{id=\"storage/pve1/local\"} 40\n"), text);
        assertTrue(
                text.contains("pve_guest_info{id=\"qemu/100\",node=\"pve1\",name=\"web \\\"1\\\"\",type=\"qemu\","
                        + "template=\"0\",tags=\"a;b\"} 1\n"),
                text);
        assertTrue(text.contains("coppice_node_receive_bytes{id=\"node/pve1\"} 7\n"), text);
        assertEquals(1, text.lines().filter(l -> l.startsWith("# TYPE pve_up ")).count());
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ")[2];
            } else if (!line.startsWith("#")) {
                assertTrue(line.startsWith(family + "{"), line);
            }
        }
    }

    @Test
    void exported_figures_have_the_originals_names_and_types() {
        assertTrue(Exported.of(Seen.vm(100, "web"))
                .contains(new Figure("qemu/100", "net_in", Seen.AT / 1000, "derive", 1000L)));
        assertTrue(
                Exported.of(Seen.node()).contains(new Figure("node/pve1", "cpu_avg1", Seen.AT / 1000, "gauge", 1.5)));
        assertEquals(
                List.of(
                        new Figure("storage/pve1/local", "disk_total", Seen.AT / 1000, "gauge", 100L),
                        new Figure("storage/pve1/local", "disk_used", Seen.AT / 1000, "gauge", 40L)),
                Exported.of(Seen.storage()));
    }

    @Test
    void what_was_is_kept_as_far_as_there_is_room() {
        Memory memory = new Memory(5);
        for (int i = 0; i < 9; i++) {
            memory.keep(List.of(Seen.storage()));
        }
        assertEquals(2, memory.all().size());
        memory.keep(List.of(Seen.node(), Seen.vm(1, "a"), Seen.vm(2, "b")));
        assertEquals(1, memory.all().size(), "one look is always there");
    }
}
