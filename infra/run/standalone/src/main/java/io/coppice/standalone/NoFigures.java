package io.coppice.standalone;

import io.coppice.contract.word.Vmid;
import io.coppice.node.cluster.Figures;
import java.util.Map;
import java.util.Optional;

/** Before live state is there. */
final class NoFigures implements Figures {
    @Override
    public Optional<Map<String, Object>> guest(Vmid vmid) {
        return Optional.empty();
    }

    @Override
    public Optional<Map<String, Object>> storage(String node, String storage) {
        return Optional.empty();
    }
}
