package io.coppice.metrics.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.metrics.Seen;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingsTest {
    @Test
    void influx_has_the_originals_measurements_and_tags() {
        assertEquals(
                List.of(
                        "system,object=qemu,vmid=100,nodename=pve1,host=web name=\"web\",status=\"running\","
                                + "cpu=0.25,cpus=2,mem=268435456,netin=1000,balloon=536870912 1772409600000000000\n",
                        "nics,object=qemu,vmid=100,nodename=pve1,host=web,instance=tap100i0 netin=1000,netout=5 "
                                + "1772409600000000000\n"),
                new LineProtocol().lines(Seen.vm(100, "web")));
        assertEquals(
                List.of(
                        "system,object=nodes,host=pve1 uptime=60 1772409600000000000\n",
                        "cpustat,object=nodes,host=pve1 cpu=0.5,avg1=1.5 1772409600000000000\n",
                        "nics,object=nodes,host=pve1,instance=eth0 receive=7,transmit=9 1772409600000000000\n"),
                new LineProtocol().lines(Seen.node()));
        assertEquals(
                List.of("system,object=storages,nodename=pve1,host=local,type=dir active=1,total=100,used=40,avail=60,"
                        + "shared=0,enabled=1,content=\"images,iso\",type=\"dir\" 1772409600000000000\n"),
                new LineProtocol().lines(Seen.storage()));
    }

    @Test
    void graphite_has_the_originals_paths_and_numbers_alone() {
        List<String> lines = new GraphitePaths("proxmox").lines(Seen.vm(100, "web"));
        assertTrue(lines.contains("proxmox.qemu.100.cpu 0.25 1772409600\n"), lines.toString());
        assertTrue(lines.contains("proxmox.qemu.100.nics.tap100i0.netin 1000 1772409600\n"), lines.toString());
        assertTrue(lines.stream().noneMatch(l -> l.contains("status")), lines.toString());
        assertTrue(
                new GraphitePaths("a.b").lines(Seen.node()).contains("a.b.nodes.pve1.cpustat.avg1 1.5 1772409600\n"));
        assertTrue(new GraphitePaths("proxmox")
                .lines(Seen.storage())
                .contains("proxmox.storages.pve1.local.used 40 1772409600\n"));
    }

    @Test
    void a_name_with_signs_of_the_language_stays_one_name() {
        String line = new LineProtocol().lines(Seen.vm(100, "a b,c=d\n\\")).getFirst();
        assertTrue(line.startsWith("system,object=qemu,vmid=100,nodename=pve1,host=a\\ b\\,c\\=d\\  "), line);
        assertTrue(line.contains("name=\"a b,c=d \\\\\""), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void batches_hold_whole_lines_up_to_the_limit() {
        List<String> lines = List.of("aaaa\n", "bbbb\n", "cc\n", "a line that is too long by itself\n", "d\n");
        List<Batch> all = Batch.of(lines, 10);
        assertEquals(
                List.of("aaaa\nbbbb\n", "cc\n", "a line that is too long by itself\n", "d\n"),
                all.stream()
                        .map(b -> new String(b.bytes(), StandardCharsets.UTF_8))
                        .toList());
        assertEquals(5, all.stream().mapToInt(Batch::lines).sum());
    }
}
