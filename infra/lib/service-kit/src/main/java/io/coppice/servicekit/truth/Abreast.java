package io.coppice.servicekit.truth;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.Store;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings this process abreast of the truth, once. A node that starts shows the truth as it had it last, until it hears of a
 * leader; what others have decided meanwhile, such as where a guest belongs, is not in that. A change without content is
 * decided after all that was decided before, and this process has it all when that change comes back to it.
 */
public final class Abreast {
    private final Store store;
    private final Service service;
    private final String actor;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean reached;

    /** @param actor as who the change is made, such as {@code system:compute@pve1} */
    public Abreast(Store store, Service service, String actor) {
        this.store = store;
        this.service = service;
        this.actor = actor;
    }

    /**
     * Returns at once where it has been reached, else waits for it, half a minute at most.
     *
     * @throws StoreUnavailable when it is not reached; to be called again later
     */
    public void await() throws StoreUnavailable, InterruptedException {
        if (reached) {
            return;
        }
        lock.lockInterruptibly();
        try {
            if (!reached) {
                Truth.submit(store, Change.by(service, actor).build());
                reached = true;
            }
        } catch (Refused e) {
            throw new StoreUnavailable(e.failure().text());
        } finally {
            lock.unlock();
        }
    }
}
