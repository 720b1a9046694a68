package io.coppice.compute.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockStatisticsTest {
    /** As QEMU 7.2 answers: a SCSI disk by its device, a virtio disk by its way in the tree, an old one by its drive. */
    private static final String ANSWER = """
            [{"device":"","qdev":"scsi0","stats":{"rd_bytes":512,"wr_bytes":1024,"rd_operations":1}},
             {"device":"","qdev":"/machine/peripheral/virtio1/virtio-backend","stats":{"rd_bytes":8,"wr_bytes":0}},
             {"device":"drive-ide2","qdev":"ide2","stats":{"rd_bytes":2048,"flush_operations":3}},
             {"device":"","qdev":"/machine/unattached/device[3]","stats":{"rd_bytes":77}}]
            """;

    @Test
    void drives_are_counted_by_the_names_of_the_configuration() throws Exception {
        Map<String, Object> all = BlockStatistics.of(new ObjectMapper().readTree(ANSWER));
        Map<?, ?> drives = (Map<?, ?>) all.get("blockstat");
        assertEquals(Set.of("scsi0", "virtio1", "ide2"), drives.keySet());
        assertEquals(2568L, all.get("diskread"));
        assertEquals(1024L, all.get("diskwrite"));
        assertEquals(3L, ((Map<?, ?>) drives.get("ide2")).get("flush_operations"));
    }
}
