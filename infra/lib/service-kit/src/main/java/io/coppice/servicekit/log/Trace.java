package io.coppice.servicekit.log;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** What a thread works on: for its log lines, and for the calls that it makes to other services. */
public final class Trace {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final ScopedValue<Trace> NOW = ScopedValue.newInstance();
    private static final Trace NOTHING = new Trace("", "");

    private final String request;
    private final String task;

    private Trace(String request, String task) {
        this.request = request;
        this.task = task;
    }

    private static Trace now() {
        return NOW.orElse(NOTHING);
    }

    /** The request that is being answered; empty outside of one. */
    public static String request() {
        return now().request;
    }

    /** The UPID of the task that is being done; empty outside of one. */
    public static String task() {
        return now().task;
    }

    /** A name for a request that has just come in: sixteen letters and digits, new each time. */
    public static String newRequest() {
        return "%016x".formatted(ThreadLocalRandom.current().nextLong());
    }

    /** Does something for a request; a name that is none is left out. */
    public static void inRequest(String id, Runnable work) {
        String kept = ID.matcher(id).matches() ? id : "";
        ScopedValue.where(NOW, new Trace(kept, now().task)).run(work);
    }

    /** Does something as a part of a task. */
    public static void inTask(String upid, Runnable work) {
        ScopedValue.where(NOW, new Trace(now().request, upid)).run(work);
    }
}
