package io.coppice.metrics.history;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.metrics.figure.Observation;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What there is a history of.
 *
 * @param name below the shape's folder; made of checked words, so that it leads nowhere else
 */
record Subject(Shape shape, String name) {
    static Subject node(NodeName node) {
        return new Subject(Shape.NODE, node.text());
    }

    static Subject guest(Vmid vmid) {
        return new Subject(Shape.GUEST, vmid.toString());
    }

    static Subject storage(NodeName node, StorageId storage) {
        return new Subject(Shape.STORAGE, node + "/" + storage);
    }

    /** @throws io.coppice.contract.word.Malformed for a node of an impossible name */
    static Subject of(Observation o) {
        return switch (o.kind()) {
            case NODE -> node(new NodeName(o.id()));
            case QEMU, LXC -> guest(Vmid.parse(o.id()));
            case STORAGE -> storage(o.node(), new StorageId(o.name()));
        };
    }

    static Path folder(Path all, Shape shape) {
        return all.resolve(shape.name().toLowerCase(Locale.ROOT));
    }

    Path file(Path all) {
        return folder(all, shape).resolve(name);
    }
}
