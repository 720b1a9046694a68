package io.coppice.servicekit.event;

import io.coppice.contract.event.EventType;
import io.coppice.servicekit.log.Trace;
import java.util.Optional;

/**
 * What happened, before it has a place in a log.
 *
 * @param actor who asked: {@code root@pam}, {@code system:compute@pve1}
 * @param task in which it happened
 * @param epoch since when the object is this node's
 */
public record Happening<P extends Record>(EventType<P> type, P data, String actor, Optional<String> task, long epoch) {
    public static <P extends Record> Happening<P> of(EventType<P> type, P data, String actor) {
        return new Happening<>(type, data, actor, Optional.empty(), 0);
    }

    /**
     * What the thread that asks does, told for whoever asked for it, in the task in which that was.
     *
     * @param otherwise the actor where nobody asked
     */
    public static <P extends Record> Happening<P> asked(EventType<P> type, P data, String otherwise) {
        String actor = Trace.actor().isEmpty() ? otherwise : Trace.actor();
        Happening<P> happening = of(type, data, actor);
        return Trace.mark().isEmpty() ? happening : happening.in(Trace.mark());
    }

    /** @param start of the object's time on this node; none where it is nobody's */
    public Happening<P> since(Optional<Long> start) {
        return new Happening<>(type, data, actor, task, start.orElse(0L));
    }

    public Happening<P> in(String taskId) {
        return new Happening<>(type, data, actor, Optional.of(taskId), epoch);
    }
}
