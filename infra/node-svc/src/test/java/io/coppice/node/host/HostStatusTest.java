package io.coppice.node.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStatusTest {
    @TempDir
    Path root;

    @BeforeEach
    void makeHost() throws Exception {
        Path proc = Files.createDirectories(root.resolve("proc/sys/kernel"))
                .getParent()
                .getParent();
        Files.writeString(proc.resolve("sys/kernel/osrelease"), "6.1.0\n");
        Files.writeString(proc.resolve("sys/kernel/version"), "#1 SMP\n");
        Files.writeString(proc.resolve("loadavg"), "0.50 0.25 0.10 1/100 4711\n");
        Files.writeString(proc.resolve("uptime"), "3600.55 7000.00\n");
        Files.writeString(proc.resolve("stat"), "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n");
        Files.writeString(
                proc.resolve("meminfo"),
                "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\n");
        Files.writeString(
                proc.resolve("cpuinfo"),
                "processor : 0\nphysical id : 0\ncore id : 0\nmodel name : A\ncpu MHz : 2000.0\nflags : fpu vmx\n\n"
                        + "processor : 1\nphysical id : 0\ncore id : 0\nmodel name : A\ncpu MHz : 2000.0\n");
    }

    private Map<String, Object> status(String... warnings) {
        return new HostStatus(new ProcFiles(root), () -> List.of(warnings)).full();
    }

    @Test
    void figures_are_bytes_and_fractions() {
        Map<String, Object> all = status();
        assertEquals(0.2, (double) all.get("cpu"), 1e-9);
        assertEquals(0.1, (double) all.get("wait"), 1e-9);
        assertEquals(
                Map.of("total", 1000L * 1024, "used", 600L * 1024, "free", 100L * 1024, "available", 400L * 1024),
                all.get("memory"));
        assertEquals(Map.of("total", 50L * 1024, "used", 30L * 1024, "free", 20L * 1024), all.get("swap"));
        assertEquals(3600L, all.get("uptime"));
        assertEquals(List.of("0.50", "0.25", "0.10"), all.get("loadavg"));
        assertEquals("Linux 6.1.0 #1 SMP", all.get("kversion"));
    }

    @Test
    void processors_cores_and_sockets_are_told_apart() {
        Map<?, ?> info = (Map<?, ?>) status().get("cpuinfo");
        assertEquals(2, info.get("cpus"));
        assertEquals(1, info.get("cores"));
        assertEquals(1, info.get("sockets"));
        assertEquals("1", info.get("hvm"));
    }

    @Test
    void details_have_the_cards_of_the_machine_and_what_its_processes_wait_for() throws Exception {
        Path proc = root.resolve("proc");
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("pressure"));
        Files.writeString(
                proc.resolve("net/dev"),
                "Inter-|   Receive\n face |bytes\n    lo: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0\n"
                        + "  eth0: 100 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0\ntap100i0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n");
        Files.writeString(
                proc.resolve("pressure/io"),
                "some avg10=1.50 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.50 avg60=0.00 avg300=0.00 total=1\n");
        Map<String, Object> all = new HostStatus(new ProcFiles(root), List::of).details();
        assertEquals(Map.of("eth0", Map.of("receive", 100L, "transmit", 200L)), all.get("nics"));
        assertEquals(Map.of("iosome", 1.5, "iofull", 0.5), all.get("pressures"));
        Map<?, ?> cpu = (Map<?, ?>) all.get("cpustat");
        assertEquals(0.25, cpu.get("avg5"));
        assertEquals(700L, cpu.get("idle"));
        Map<?, ?> memory = (Map<?, ?>) all.get("memory");
        assertEquals(30L * 1024, memory.get("swapused"));
        assertEquals(600L * 1024, memory.get("memused"));
    }

    @Test
    void warnings_show_only_where_there_are_some() {
        assertTrue(!status().containsKey("coppice-warnings"));
        assertEquals(List.of("slow"), status("slow").get("coppice-warnings"));
    }

    @Test
    void a_host_without_any_of_these_files_still_answers() throws Exception {
        assertEquals(
                0L,
                new HostStatus(new ProcFiles(root.resolve("none")), List::of)
                        .brief()
                        .maxmem());
    }
}
