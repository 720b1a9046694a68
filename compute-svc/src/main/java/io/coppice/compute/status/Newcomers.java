package io.coppice.compute.status;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has guests' figures told as soon as they come to be on this node, however they came: between its configuration and the
 * next look at all guests a list would have to say that nobody knows whether it runs.
 */
public final class Newcomers implements Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);
    private static final Pattern CONFIGURATION = Pattern.compile("nodes/[^/]+/(qemu-server|lxc)/(\\d+)\\.conf");
    private final Consumer<Vmid> vm;
    private final Consumer<Vmid> container;

    private Newcomers(Consumer<Vmid> vm, Consumer<Vmid> container) {
        this.vm = vm;
        this.container = container;
    }

    /**
     * From the moment of this call on.
     *
     * @param vm publishes the figures of one VM; quick
     * @param container those of one container
     */
    public static Store.Watch follow(Store store, NodeName here, Consumer<Vmid> vm, Consumer<Vmid> container) {
        return store.watchAfter(store.image().revision(), "nodes/" + here + "/", new Newcomers(vm, container));
    }

    /** Those that are there are told with the next look at all. */
    @Override
    public void reset(Image now) {}

    @Override
    public void changed(Transition transition) {
        transition.deltas().stream()
                .filter(d -> d.before().isEmpty() && d.after().isPresent())
                .forEach(d -> came(d.path()));
    }

    private void came(String path) {
        Matcher guest = CONFIGURATION.matcher(path);
        if (!guest.matches()) {
            return;
        }
        try {
            Consumer<Vmid> publish = guest.group(1).equals("lxc") ? container : vm;
            publish.accept(Vmid.parse(guest.group(2)));
        } catch (RuntimeException e) {
            LOG.debug("the figures of {} follow with the next look at all guests", path, e);
        }
    }
}
