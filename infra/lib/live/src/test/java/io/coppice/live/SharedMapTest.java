package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.coppice.contract.word.NodeName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedMapTest {
    @Test
    void a_removal_that_did_not_get_to_the_others_is_not_forgotten(@TempDir Path data) {
        NodeName here = new NodeName("pve1");
        LocalLive local = new LocalLive(here, Clock.systemUTC());
        Set<Key> removed = ConcurrentHashMap.newKeySet();
        Members alone = Members.alone(UUID.randomUUID().toString(), data);
        HazelcastInstance instance = Hazelcast.newHazelcastInstance(Settings.of(alone));
        try {
            SharedMap shared = new SharedMap(here, local, removed, instance);
            shared.listen();
            Key guest = new Key("guest", "100");
            local.put("guest", "100", Map.of("cpu", 1L));
            shared.tell(List.of(guest));
            local.remove("guest", "100");
            removed.add(guest);
            instance.getLifecycleService().terminate();
            assertThrows(HazelcastInstanceNotActiveException.class, () -> shared.tell(List.of(guest)));
            assertEquals(Set.of(guest), removed);
        } finally {
            instance.getLifecycleService().terminate();
        }
    }
}
